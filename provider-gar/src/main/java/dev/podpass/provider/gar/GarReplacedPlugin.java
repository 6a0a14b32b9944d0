// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of Google's own plugin.
 *
 * @see <a href="https://github.com/kubernetes/cloud-provider-gcp">kubernetes/cloud-provider-gcp</a>
 */
final class GarReplacedPlugin {
  private static final String ISSUER = "--identity-provider";
  private static final String PROJECT = "--project-id";
  private static final String FLOW = "--authFlow";

  /** The annotation by which a service account opts in to that plugin's use of its token. */
  private static final String OPT_IN = "iam.gke.io/enable-wi-image-pull";

  static final ReplacedPlugin INSTANCE =
      new ReplacedPlugin(
          "auth-provider-gcp",
          Map.of(
              ISSUER, ISSUER, PROJECT, PROJECT, FLOW, FLOW, "-a", FLOW, "-v", "--v", "--v", "--v"),
          GarReplacedPlugin::meaning,
          Set.of(),
          // GKE's own images, by its wide *.gcr.io.
          List.of(
              "gke.gcr.io",
              "*-artifactregistry.gcr.io",
              "mirror.gcr.io",
              "k8s.gcr.io",
              "marketplace.gcr.io"));

  private GarReplacedPlugin() {}

  private static Map<String, String> meaning(Map<String, String> given) {
    String flow = given.getOrDefault(FLOW, "gcr");
    if (!flow.equals("gcr")) {
      throw new CredentialException(
          Kind.USAGE,
          "%s=%s of auth-provider-gcp has no counterpart: podpass reads no Docker configuration from instance metadata"
              .formatted(FLOW, flow),
          "remove it, and let pods pull as themselves, or as the node with --without-token=node");
    }
    String issuer = given.get(ISSUER);
    String project = given.get(PROJECT);
    if (issuer == null) {
      return Map.of();
    }
    if (project == null) {
      throw new CredentialException(
          Kind.USAGE,
          "%s of auth-provider-gcp is given without %s".formatted(ISSUER, PROJECT),
          "add it, or set --gar-audience instead");
    }
    return Map.of(
        "--gar-audience",
        "identitynamespace:%s.svc.id.goog:%s".formatted(project, issuer),
        "--gar-require-annotation",
        OPT_IN);
  }
}
