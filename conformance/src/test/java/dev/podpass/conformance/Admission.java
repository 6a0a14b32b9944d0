// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import java.time.Instant;
import java.util.Set;

/** Whom a registry lets pull what. */
@FunctionalInterface
interface Admission {

  /**
   * Whether a user and password, of all that were ever issued, are accepted for a repository now.
   */
  boolean admits(String user, String password, String repository);

  /** By the session that asked for the password: its role, its session policy, its time. */
  static Admission ofEcr(FakeClouds clouds, String host) {
    String region = host.split("\\.", -1)[3];
    return (user, password, repository) ->
        user.equals("AWS")
            && clouds
                .aws()
                .password(password)
                .filter(issued -> issued.registry().filter(host::equals).isPresent())
                .filter(issued -> issued.expiry().isAfter(Instant.now()))
                .filter(issued ->
                    issued.session().allows("ecr:BatchGetImage", repositoryArn(region, repository)))
                .isPresent();
  }

  /**
   * By the principal of the token.
   *
   * @param readers those with {@code roles/artifactregistry.reader}
   */
  static Admission ofArtifactRegistry(FakeClouds clouds, Set<String> readers) {
    return (user, password, _) ->
        clouds
            .gcp()
            .passwords()
            .admit(user, password)
            .filter(token -> readers.contains(token.principal()))
            .isPresent();
  }

  /** By the registry that has issued the token, to whom it lets pull, and its time. */
  static Admission ofAzure(FakeClouds clouds, String host) {
    return (user, password, _) ->
        user.equals("00000000-0000-0000-0000-000000000000")
            && clouds
                .azure()
                .refreshToken(password)
                .filter(issued -> issued.registry().equals(host))
                .filter(issued -> issued.expiry().isAfter(Instant.now()))
                .isPresent();
  }

  private static String repositoryArn(String region, String repository) {
    return "arn:aws:ecr:%s:%s:repository/%s".formatted(region, ExampleWorld.ACCOUNT, repository);
  }
}
