// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
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
  private static final String BINDING_SNI = "--acr-identity-binding-sni";
  private static final String BINDING_SERVER = "--acr-identity-binding-server";
  private static final String CLIENT_ID = "--acr-client-id";
  private static final String TENANT_ID = "--acr-tenant-id";
  private static final String OWN_MIRROR = "--mirror";

  /** The clouds with the same value here, in the order in which they are shown. */
  private static final Map<String, String> SAME = same();

  static final ReplacedPlugin INSTANCE =
      new ReplacedPlugin(
          "acr-credential-provider",
          options(),
          AcrReplacedPlugin::meaning,
          // Not the file: which pods pull with the node's tenant and identity is for the operator.
          Set.of(BINDING_SNI, BINDING_SERVER, CLIENT_ID, TENANT_ID, OWN_MIRROR),
          List.of());

  private AcrReplacedPlugin() {}

  private static Map<String, String> same() {
    Map<String, String> same = new LinkedHashMap<>();
    same.put(ReplacedPlugin.FILE, "--acr-azure-config");
    same.put("--ib-sni-name", BINDING_SNI);
    same.put("--ib-apiserver-ip", BINDING_SERVER);
    same.put("--ib-default-client-id", CLIENT_ID);
    same.put("--ib-default-tenant-id", TENANT_ID);
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

  private static Map<String, String> meaning(Map<String, String> given) {
    Map<String, String> meanings = new LinkedHashMap<>();
    SAME.forEach((theirs, ours) -> {
      String value = given.get(theirs);
      if (value != null) {
        meanings.put(ours, value);
      }
    });
    String mirrors = given.get(MIRROR);
    if (mirrors != null) {
      meanings.put(OWN_MIRROR, mirrors(mirrors));
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
