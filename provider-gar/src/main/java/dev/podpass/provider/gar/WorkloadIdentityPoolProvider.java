// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code audience} of a Google STS token exchange: the workload identity pool provider that
 * verifies the pod's token.
 *
 * @see <a href="https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token">Method:
 *     token</a>
 */
public sealed interface WorkloadIdentityPoolProvider {
  /** The default audience of the pod's own token. */
  String tokenAudience();

  /** The audiences accepted in the pod's own token. */
  Set<String> tokenAudiences();

  /** The pool, as in principal names. */
  String pool();

  /**
   * A provider of a workload identity pool, which is {@code
   * projects/NUMBER/locations/global/workloadIdentityPools/POOL}.
   */
  record Provider(String host, String pool, String provider)
      implements WorkloadIdentityPoolProvider {
    private static final Pattern FORM =
        Pattern.compile(
            "(?:https:)?//(?<host>iam\\.[a-z0-9.-]+)"
                + "/(?<pool>projects/[0-9]+/locations/[a-z0-9-]+/workloadIdentityPools/[a-z0-9-]{4,32})"
                + "/providers/(?<provider>[a-z0-9-]{4,32})");

    /** The number of the pool's project. */
    public String projectNumber() {
      return pool.split("/", -1)[1];
    }

    static Optional<WorkloadIdentityPoolProvider> find(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches()
          ? Optional.of(
              new Provider(matcher.group("host"), matcher.group("pool"), matcher.group("provider")))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "//" + host + "/" + pool + "/providers/" + provider;
    }

    @Override
    public String tokenAudience() {
      return "https:" + this;
    }

    /** Its own name, with and without the scheme, unless the provider is configured with others. */
    @Override
    public Set<String> tokenAudiences() {
      return Set.of(tokenAudience(), toString());
    }
  }

  /**
   * The workload identity pool of GKE clusters, or of a fleet.
   *
   * @see <a
   *     href="https://cloud.google.com/kubernetes-engine/fleet-management/docs/use-workload-identity">fleet
   *     workload identity</a>
   */
  record IdentityNamespace(String pool, String issuer) implements WorkloadIdentityPoolProvider {
    private static final String POOL = "[a-z0-9.:-]+\\.(?:svc|hub)\\.id\\.goog";
    private static final String ISSUER = "https://[!-~]+";
    private static final Pattern FORM =
        Pattern.compile("identitynamespace:(?<pool>" + POOL + "):(?<issuer>" + ISSUER + ")");

    static Optional<WorkloadIdentityPoolProvider> find(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches()
          ? Optional.of(new IdentityNamespace(matcher.group("pool"), matcher.group("issuer")))
          : Optional.empty();
    }

    private static Optional<WorkloadIdentityPoolProvider> find(
        String tokenAudience, String issuer) {
      return tokenAudience.matches(POOL) && issuer.matches(ISSUER)
          ? Optional.of(new IdentityNamespace(tokenAudience, issuer))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "identitynamespace:" + pool + ":" + issuer;
    }

    @Override
    public String tokenAudience() {
      return pool;
    }

    @Override
    public Set<String> tokenAudiences() {
      return Set.of(pool);
    }
  }

  /**
   * Whether tokens with this audience are of use at Google: the name of a resource of IAM, of any
   * universe, or a pool of GKE or of a fleet, or what OpenShift's ccoctl has pools take.
   */
  static boolean ownsAudience(String audience) {
    return audience.startsWith("//iam.")
        || audience.startsWith("https://iam.")
        || audience.startsWith("identitynamespace:")
        || audience.endsWith(".id.goog")
        || audience.equals("openshift");
  }

  /** Parses either form. */
  static WorkloadIdentityPoolProvider parse(String text) {
    return Provider.find(text)
        .or(() -> IdentityNamespace.find(text))
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                Redaction.quoted(text) + " does not name a workload identity pool provider",
                "it looks like //iam.googleapis.com/projects/123456789012/locations/global/"
                    + "workloadIdentityPools/pool/providers/provider, with the project's number"));
  }

  /**
   * The provider that a token's audience names. A token of a GKE or fleet pool names only the pool;
   * its provider there is the token's issuer.
   */
  static Optional<WorkloadIdentityPoolProvider> of(UnverifiedClaims claims) {
    if (claims.audiences().size() != 1) {
      return Optional.empty();
    }
    String audience = claims.audiences().getFirst();
    return Provider.find(audience).or(() -> IdentityNamespace.find(audience, claims.issuer()));
  }
}
