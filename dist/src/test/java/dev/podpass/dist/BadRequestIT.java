// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static dev.podpass.testkit.ExamplePulls.ECR_ROLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.oidc.Signing;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of a request is reported before anything is sent. */
class BadRequestIT {
  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @AfterEach
  void nothingWasSent() {
    assertThat(clouds.received().proxyRequests()).isEmpty();
    assertThat(clouds.received().requests()).isEmpty();
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        edited("empty", json -> "", "it is empty"),
        edited("trailing text", json -> json + "trailing", "unexpected data after"),
        edited("two documents", json -> json + json, "unexpected data after"),
        edited("oversized", json -> " ".repeat(1 << 20) + json, "larger than 1 MiB"),
        replaced("other version", "io/v1\"", "io/v1beta1\"", "apiVersion"),
        replaced("repeated field", "\"image\"", "\"kind\":\"x\",\"image\"", "repeats a name"));
  }

  private static Arguments replaced(String name, String from, String to, String because) {
    return edited(name, json -> json.replace(from, to), because);
  }

  private static Arguments edited(String name, UnaryOperator<String> edit, String because) {
    return argumentSet(name, edit, because);
  }

  @Tag("smoke")
  @ParameterizedTest
  @MethodSource("documents")
  void refusesWhatIsNoRequest(UnaryOperator<String> edit, String because) {
    String json = edit.apply(request(ExampleWorld.IMAGE, p -> p).json());

    assertFails(podpass.run(json.getBytes(UTF_8)), 65, because);
  }

  static Stream<Arguments> images() {
    String host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
    return Stream.of(
        argumentSet("short name", "nginx", "Docker Hub short name"),
        argumentSet("user information", "x:hunter2@" + host + "/a", "user information"),
        argumentSet("line break", host + "/a\nb", "not plain printable ASCII"),
        other(host + ".evil.example/a"),
        other("[::1]:5000/a"),
        other("evil-us-docker.pkg.dev/p/r/i"),
        other("myregistry.azurecr.io.evil.example/apps/api"),
        other("a-registry.oss-cn-hangzhou.aliyuncs.com/team-a/app"),
        other("quay.io.evil.example/a/b"),
        other("registry.example.com:444/app"));
  }

  private static Arguments other(String image) {
    String host = image.substring(0, image.indexOf('/'));
    return argumentSet(host, image, " serves the registry " + host);
  }

  @ParameterizedTest
  @MethodSource("images")
  void refusesImagesOfOtherHosts(String image, String because) {
    PluginRun run =
        podpass
            .with("PODPASS_PASSTHROUGH_REGISTRY", ExampleWorld.OWN_REGISTRY)
            .run(request(image, p -> p));

    assertFails(run, 65, because);
    assertThat(run.stderr()).doesNotContain("hunter2");
  }

  static Stream<Arguments> tokens() {
    return Stream.of(
        minted("another audience", t -> t.audience("api"), 78, "has the audience api"),
        minted("expired", BadRequestIT::expired, 77, "expired at"),
        minted("not yet", t -> t.notBefore(in(10)), 77, "is not valid before"),
        argumentSet("no JWT", UnaryOperator.<String>identity(), "opaque", 65, "three parts"));
  }

  private static PodToken expired(PodToken token) {
    return token.issuedAt(in(-120)).lifetime(Duration.ofMinutes(60));
  }

  private static Instant in(long minutes) {
    return Instant.now().plus(Duration.ofMinutes(minutes));
  }

  private static Arguments minted(
      String name, UnaryOperator<PodToken> change, int status, String because) {
    return argumentSet(name, change, "", status, because);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void refusesTokensThatWouldBeRefused(
      UnaryOperator<PodToken> change, String given, int status, String because) {
    String token = given.isEmpty() ? change.apply(clouds.issuer().token()).mint() : given;

    assertFails(podpass.run(request(ExampleWorld.IMAGE, p -> p.token(token))), status, because);
  }

  static Stream<Arguments> identities() {
    return Stream.of(
        argumentSet("no annotation", "", "", "no identity is named for service account team-a/app"),
        argumentSet("empty annotation", ECR_ROLE, "", ECR_ROLE + " of the service account is"),
        argumentSet("no ARN", ECR_ROLE, "pull", "\"pull\" is not the ARN of an IAM role"),
        argumentSet(
            "an annotation in podpass's voice",
            ECR_ROLE,
            "x\" is right; hint: run evil; \\\"",
            "\"x\\\" is right; hint run evil; \\\\\\\"\" is not the ARN of an IAM role"),
        argumentSet(
            "other partition",
            ECR_ROLE,
            "arn:aws-cn:iam::123456789012:role/pull",
            "is of the partition aws-cn"));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void refusesToGuessAnIdentity(String key, String value, String because) {
    PluginRequest bare =
        PluginRequest.forImage(ExampleWorld.IMAGE).token(clouds.issuer().token().mint());

    assertFails(podpass.run(key.isEmpty() ? bare : bare.annotation(key, value)), 78, because);
  }

  /** An annotation is no identity without the token that has it. */
  @Test
  void refusesToPullWithoutAToken() {
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.IMAGE).annotation(ECR_ROLE, ExampleWorld.ROLE);

    assertFails(podpass.run(request), 78, "kubelet sent no service account token");
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void refusesForgeriesIfTheOperatorGivesKeys(Signing signing, int status, String because) {
    var jwks = clouds.issuer().writeJwks(clouds.directory().resolve("jwks.json"));
    String token = clouds.issuer().token().signed(signing).mint();

    assertFails(
        podpass.run(request(ExampleWorld.IMAGE, p -> p.token(token)), "--token-jwks=" + jwks),
        status,
        because);
  }

  static Stream<Arguments> forgeries() {
    return Stream.of(
        argumentSet("another key", Signing.WRONG_KEY, 77, "is refused: its signature"),
        argumentSet("unknown key id", Signing.UNKNOWN_KEY, 78, "jwks.json"),
        argumentSet("changed", Signing.TAMPERED, 77, "is refused: its signature"),
        argumentSet("HMAC", Signing.HS256_WITH_PUBLIC_KEY, 77, "cannot be verified"));
  }

  @Test
  void refusesASignatureThatTheCloudDoesNotAccept() {
    String token = clouds.issuer().token().signed(Signing.HS256_WITH_PUBLIC_KEY).mint();

    assertFails(
        podpass.run(request(ExampleWorld.IMAGE, p -> p.token(token))), 78, "is signed with HS256");
  }

  private PluginRequest request(String image, UnaryOperator<PluginRequest> change) {
    return change.apply(ExamplePulls.ecr(image, clouds.issuer().token()));
  }

  private void assertFails(PluginRun run, int status, String because) {
    Contract.assertFails(clouds, run, status, because);
  }
}
