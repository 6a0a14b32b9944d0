// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.spi.ReplacedPlugin;
import dev.podpass.spi.ReplacedPlugin.Meaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  /** Those with the same value here, in the order in which they are shown. */
  private static final Map<String, String> SAME = same();

  static final ReplacedPlugin INSTANCE =
      new ReplacedPlugin(
          "acr-credential-provider",
          options(),
          Set.of("--v", LOG_FORMAT),
          Map.of(),
          AcrReplacedPlugin::meaning);

  private AcrReplacedPlugin() {}

  private static Map<String, String> same() {
    Map<String, String> same = new LinkedHashMap<>();
    same.put(ReplacedPlugin.FILE, "--acr-azure-config");
    same.put("--ib-sni-name", "--acr-identity-binding-sni");
    same.put("--ib-apiserver-ip", "--acr-identity-binding-server");
    same.put("--ib-default-client-id", "--acr-client-id");
    same.put("--ib-default-tenant-id", "--acr-tenant-id");
    return Collections.unmodifiableMap(same);
  }

  private static Map<String, String> options() {
    Map<String, String> options =
        new HashMap<>(
            Map.of(
                MIRROR, MIRROR, "-r", MIRROR, "-v", "--v", "--v", "--v", LOG_FORMAT, LOG_FORMAT));
    SAME.keySet().forEach(name -> options.put(name, name));
    return options;
  }

  private static List<Meaning> meaning(Map<String, String> given) {
    List<Meaning> meanings = new ArrayList<>();
    SAME.forEach((theirs, ours) -> {
      String value = given.get(theirs);
      if (value != null) {
        meanings.add(Meaning.of(ours, value, theirs.equals(ReplacedPlugin.FILE) ? value : theirs));
      }
    });
    String mirrors = given.get(MIRROR);
    if (mirrors != null) {
      meanings.add(Meaning.of("--mirror", mirrors(mirrors), MIRROR));
    }
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
