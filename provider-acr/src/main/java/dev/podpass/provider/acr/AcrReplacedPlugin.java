// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line of Azure's own plugin.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/cloud-provider-azure">kubernetes-sigs/cloud-provider-azure</a>
 */
final class AcrReplacedPlugin {
  private static final String MIRROR = "--registry-mirror";
  private static final String LOG_FORMAT = "--logging-format";

  /** Its options and those of podpass, in the order in which they are shown. */
  private static final List<Map.Entry<String, String>> OPTIONS =
      List.of(
          Map.entry(ReplacedPlugin.FILE, "--acr-azure-config"),
          Map.entry("--ib-sni-name", "--acr-identity-binding-sni"),
          Map.entry("--ib-apiserver-ip", "--acr-identity-binding-server"),
          Map.entry("--ib-default-client-id", "--acr-client-id"),
          Map.entry("--ib-default-tenant-id", "--acr-tenant-id"),
          Map.entry(MIRROR, "--mirror"));

  static final ReplacedPlugin INSTANCE =
      new ReplacedPlugin(
          "acr-credential-provider", names(), AcrReplacedPlugin::meaning, takenOver(), List.of());

  private AcrReplacedPlugin() {}

  private static Map<String, String> names() {
    Map<String, String> names =
        new HashMap<>(Map.of("-r", MIRROR, "-v", "--v", "--v", "--v", LOG_FORMAT, LOG_FORMAT));
    OPTIONS.forEach(option -> names.put(option.getKey(), option.getKey()));
    return names;
  }

  /** Not the file: which pods pull with the node's tenant and identity is for the operator. */
  private static Set<String> takenOver() {
    return OPTIONS.stream()
        .filter(option -> !option.getKey().equals(ReplacedPlugin.FILE))
        .map(Map.Entry::getValue)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, String> meaning(Map<String, String> given) {
    Map<String, String> meanings = new LinkedHashMap<>();
    OPTIONS.forEach(option -> {
      String value = given.get(option.getKey());
      if (value != null) {
        meanings.put(option.getValue(), option.getKey().equals(MIRROR) ? mirrors(value) : value);
      }
    });
    return meanings;
  }

  private static String mirrors(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(AcrReplacedPlugin::mirror)
        .collect(Collectors.joining(","));
  }

  private static String mirror(String pair) {
    String[] hosts = pair.strip().split(":", -1);
    if (hosts.length != 2 || hosts[0].isEmpty() || hosts[1].isEmpty()) {
      throw new CredentialException(
          Kind.USAGE,
          "\"%s\" (%s of acr-credential-provider): must be SOURCE:TARGET".formatted(pair, MIRROR),
          "write SOURCE=TARGET with --mirror for a registry with a port");
    }
    return hosts[0] + "=" + hosts[1];
  }
}
