// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.oidc.PublishedIssuer;
import dev.podpass.testkit.oidc.SignatureVerdict;
import dev.podpass.testkit.oidc.TokenLife;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Whom a registry lets do what. */
@FunctionalInterface
interface Admission {

  /** The permission to pull, as IAM calls it. */
  String PULL = "ecr:BatchGetImage";

  /** Whether a login, of all that were ever issued, has a permission for a repository now. */
  boolean admits(Login login, String action, String repository);

  /** By the session that asked for the password: its role, its session policy, its time. */
  static Admission ofEcr(FakeClouds clouds, String host) {
    String region = host.split("\\.", -1)[3];
    return (login, action, repository) ->
        login.username().equals("AWS")
            && clouds
                .aws()
                .password(login.password())
                .filter(issued -> issued.registry().filter(host::equals).isPresent())
                .filter(issued -> issued.expiry().isAfter(Instant.now()))
                .filter(
                    issued -> issued.session().allows(action, repositoryArn(region, repository)))
                .isPresent();
  }

  /**
   * By the principal of the token.
   *
   * @param readers those with {@code roles/artifactregistry.reader}
   */
  static Admission ofArtifactRegistry(FakeClouds clouds, Set<String> readers) {
    return (login, _, _) ->
        clouds
            .gcp()
            .passwords()
            .admit(login.username(), login.password())
            .filter(token -> readers.contains(token.principal()))
            .isPresent();
  }

  /** By the registry that has issued the token, to whom it lets pull, and its time. */
  static Admission ofAzure(FakeClouds clouds, String host) {
    return (login, _, _) ->
        login.username().equals("00000000-0000-0000-0000-000000000000")
            && clouds
                .azure()
                .refreshToken(login.password())
                .filter(issued -> issued.registry().equals(host))
                .filter(issued -> issued.expiry().isAfter(Instant.now()))
                .isPresent();
  }

  /** By the registry that a login was issued for, and its time. */
  static Admission ofExchange(FakeClouds clouds) {
    return (login, _, _) ->
        login.username().equals(ExampleWorld.OWN_USER)
            && clouds.exchanges().logins().stream()
                .filter(issued -> issued.password().equals(login.password()))
                .anyMatch(issued -> issued.expiry().isAfter(Instant.now()));
  }

  /** By the passwords that are stored for pods. */
  static Admission ofStore(FakeClouds clouds) {
    return (login, _, _) ->
        login.username().equals(ExampleWorld.STORED_USER)
            && clouds.exchanges().vault().logins().stream()
                .anyMatch(stored -> stored.password().equals(login.password()));
  }

  /** By the token of a pod, which is the password: its signature, issuer, subject and audience. */
  static Admission ofTokens(PublishedIssuer issuer, String subject, String audience) {
    return (login, _, _) -> {
      try {
        SignedJWT token = SignedJWT.parse(login.password());
        JWTClaimsSet claims = token.getJWTClaimsSet();
        return issuer.judge(token) == SignatureVerdict.VALID
            && issuer.url().equals(claims.getIssuer())
            && subject.equals(claims.getSubject())
            && List.of(audience).equals(claims.getAudience())
            && TokenLife.isCurrent(claims, Instant.now());
      } catch (ParseException e) {
        return false;
      }
    };
  }

  private static String repositoryArn(String region, String repository) {
    return "arn:aws:ecr:%s:%s:repository/%s".formatted(region, ExampleWorld.ACCOUNT, repository);
  }
}
