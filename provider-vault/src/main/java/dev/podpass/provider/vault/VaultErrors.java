// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import java.util.Optional;

/**
 * What the errors of OpenBao and Vault mean; most of them have status 400 and differ by words.
 *
 * @param login the step that logs in, also where the read does
 * @param audience that the login sends
 * @param secret the path of the secret
 */
record VaultErrors(
    ExchangeStep login, String role, String subject, String audience, String secret, boolean inline)
    implements ErrorFormat {
  /** An inline login that fails is not a failure of the read. */
  @Override
  public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    boolean isLogin =
        ErrorResponseException.in(thrown)
            .flatMap(response -> response.header("X-Vault-Inline-Auth-Failed"))
            .isPresent();
    return JsonErrorReader.OAUTH.read(isLogin ? login : step, thrown);
  }

  @Override
  public Advice advise(CloudError error) {
    if (error.says("namespace not found")) {
      return Advice.configuration("correct --vault-namespace");
    }
    if (error.says("sealed")) {
      return Advice.unavailable("unseal the server");
    }
    return error.step().equals(login) ? ofLogin(error) : ofRead(error);
  }

  private Advice ofLogin(CloudError error) {
    String named = "the role " + role;
    // The text of a wrong audience also says that a claim does not match.
    if (error.says("(aud)")) {
      return Advice.configuration(
          "add the audience %s to bound_audiences of %s".formatted(audience, named));
    }
    if (error.says("could not be found")) {
      return Advice.configuration("create " + named + ", or correct --vault-role");
    }
    if (error.says("no known key") || error.says("(iss)")) {
      return Advice.configuration(
          "set the cluster's issuer in the JWT auth method: bound_issuer, and its keys by"
              + " oidc_discovery_url or jwt_validation_pubkeys");
    }
    if (error.says("(sub)") || error.says("does not match")) {
      return Advice.distrusted(
          "let bound_claims of " + named + " match " + subject + ": podpass trust vault");
    }
    if (error.says("expired") || error.says("not yet valid")) {
      return Advice.denied("correct the clocks of the server and the API server");
    }
    return byStatus(
        error,
        error.status() == 403
            ? Advice.configuration(
                "enable the JWT auth method at this path, or correct --vault-mount")
            : Advice.configuration("correct " + named));
  }

  private Advice ofRead(CloudError error) {
    return switch (error.status()) {
      case 403 ->
          Advice.distrusted(
              "let a policy of the role %s read %s%s"
                  .formatted(
                      role,
                      secret,
                      inline ? "; without --vault-inline if this server is Vault" : ""));
      case 404 ->
          Advice.configuration(
              "write the secret %s, or correct --vault-secret: in KV version 2 a path has data/"
                      .formatted(secret)
                  + " after its mount");
      default -> byStatus(error, Advice.configuration("correct --vault-secret"));
    };
  }

  private static Advice byStatus(CloudError error, Advice otherwise) {
    int status = error.status();
    return status == 408 || status == 429 || status >= 500
        ? Advice.byStatus(status, error.step().endpoint().getHost(), "", "")
        : otherwise;
  }
}
