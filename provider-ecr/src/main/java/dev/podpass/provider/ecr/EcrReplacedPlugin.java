// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of AWS's own plugin, which has no options.
 *
 * @see <a href="https://github.com/kubernetes/cloud-provider-aws">kubernetes/cloud-provider-aws</a>
 */
final class EcrReplacedPlugin {
  static final ReplacedPlugin INSTANCE =
      new ReplacedPlugin("ecr-credential-provider", Map.of(), _ -> Map.of(), Set.of(), List.of());

  private EcrReplacedPlugin() {}
}
