// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import static dev.podpass.spi.token.ServiceAccountSubject.NAMESPACE_NAME;
import static dev.podpass.spi.token.ServiceAccountSubject.SERVICE_ACCOUNT_NAME;

import dev.podpass.spi.ProviderOption;
import java.util.function.Function;

/** Parsers of the names of Kubernetes objects that options have as values. */
public final class KubernetesNames {
  public static final Function<String, String> NAMESPACE =
      ProviderOption.matching(NAMESPACE_NAME, "must be a name in lower case");

  public static final Function<String, String> OBJECT =
      ProviderOption.matching(SERVICE_ACCOUNT_NAME, "must be a name in lower case");

  public static final Function<String, String> ACCOUNT =
      ProviderOption.matching(
          NAMESPACE_NAME + "/" + SERVICE_ACCOUNT_NAME, "must be NAMESPACE/NAME");

  private KubernetesNames() {}
}
