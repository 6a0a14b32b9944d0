// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.Map;

/**
 * The variables by which a cloud's own webhook gives a pod its token and identity, such as those of
 * IRSA. Where podpass runs in a pod, they are read on the operator's explicit option alone.
 *
 * @param tokenFile the variable that names the file of the projected token
 * @param options the variables that name an identity, and the option of podpass that each sets,
 *     such as {@code --ecr-role-arn}
 * @since 0.1
 */
public record PodVariables(String tokenFile, Map<String, String> options) {
  public PodVariables {
    options = Map.copyOf(options);
  }
}
