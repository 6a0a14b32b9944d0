// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.oidc.PublishedIssuer;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A cluster in the pool that Google manages for a project's clusters, or for a fleet. Tokens are
 * for the pool, and stand for a Kubernetes service account.
 *
 * @param projectNumber the number, not the id, of the project
 * @param pool such as {@code my-project.svc.id.goog}
 * @see <a
 *     href="https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity">Workload
 *     Identity Federation for GKE</a>
 */
public record ClusterProvider(String projectNumber, String pool, PublishedIssuer issuer)
    implements IdentityProvider {

  private static final Pattern NAME = Pattern.compile("identitynamespace:[^:]+:https://.+");

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  @Override
  public String name() {
    return "identitynamespace:" + pool + ":" + issuer.url();
  }

  @Override
  public Set<String> audiences() {
    return Set.of(pool);
  }

  /** The principal of a Kubernetes service account, as IAM policies name it. */
  public String principal(String namespace, String serviceAccount) {
    return "principal://iam.googleapis.com/projects/%s/locations/global/workloadIdentityPools/%s/subject/ns/%s/sa/%s"
        .formatted(projectNumber, pool, namespace, serviceAccount);
  }
}
