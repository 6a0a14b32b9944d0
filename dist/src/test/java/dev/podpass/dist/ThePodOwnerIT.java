// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static dev.podpass.testkit.ExamplePulls.ECR_ROLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacker owns a pod: the image, the service account, its annotations and its token. */
class ThePodOwnerIT {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";
  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("terminal", "\u001b[2J\u001b]0;x\u0007"),
          Map.entry("lines", "a\npodpass: all is well\r\nb"),
          Map.entry(
              "metrics", "\"} 1\npodpass_requests_total{provider=\"ecr\",result=\"ok\"} 9\n#"),
          Map.entry("JSON", "\",\"result\":\"ok\",\"x\":\""),
          Map.entry("NUL", "a\u0000b"),
          Map.entry("right to left", "\u202eevil\u2066"),
          Map.entry("separators", "a\u2028b\u2029c\u0085d"),
          Map.entry("tags", "a\udb40\udc41\udb40\udc7f"),
          Map.entry("marks", "a" + "\u0336".repeat(3000)),
          Map.entry("long", "a".repeat(300_000)),
          Map.entry("half a token", "eyJaaaaaaaaaa" + ".".repeat(200_000)),
          Map.entry("spaces", "bearer" + " ".repeat(200_000) + "x"),
          Map.entry("formats", "%s%n%x${jndi:ldap://x}{}{0}`id`$(id)"),
          Map.entry("climbing", "../../../../etc/passwd"),
          Map.entry("elsewhere", "https://elsewhere.example.com/#@x"),
          Map.entry("an option", "--without-token=node"),
          Map.entry("a file", "@/etc/passwd"));

  private static final List<String> PAYLOADS =
      List.of(
          payload("\"exp\":1e999999999"),
          payload("\"exp\":1e-999999999"),
          payload("\"exp\":-0.0"),
          payload("\"exp\":" + "9".repeat(900)),
          payload("\"exp\":\"4102444800\""),
          payload("\"exp\":4102444800,\"nbf\":1e308"),
          payload("\"exp\":4102444800,\"exp\":1"),
          payload("\"exp\":4102444800,\"kubernetes.io\":[]"),
          payload("\"exp\":4102444800,\"kubernetes.io\":{\"pod\":{\"name\":{}}}"),
          payload("\"exp\":4102444800,\"x\":" + "[".repeat(2000) + "]".repeat(2000)),
          payload("\"exp\":4102444800,\"x\":\"\\ud800\""),
          "{\"a\":" + "{\"a\":".repeat(3000),
          "[]",
          "null",
          "");

  private final FakeClouds clouds = SHARED.clouds();

  private static String payload(String claims) {
    return """
    {"iss":"https://issuer.example","sub":"system:serviceaccount:team-a:app",\
    "aud":["sts.amazonaws.com"],%s}\
    """
        .formatted(claims);
  }

  static Stream<Arguments> rows() {
    Map<String, PluginRequest> rows = new LinkedHashMap<>();
    TEXTS.forEach((name, text) -> {
      rows.put("image " + name, named(text));
      rows.put("repository " + name, named(HOST + text));
      rows.put(
          "annotations " + name,
          named(HOST + "app")
              .annotation(ECR_ROLE, ExampleWorld.ROLE + text)
              .annotation(text, text));
      rows.put("token " + name, named(HOST + "app").token(text));
      // A token has a bound of its own.
      String claim = text.substring(0, Math.min(text.length(), 4_000));
      rows.put(
          "claims " + name, ExamplePulls.ecr(token().pod(claim).node(claim).claim("jti", claim)));
      rows.put(
          "account " + name,
          ExamplePulls.ecr(token().claim("sub", "system:serviceaccount:team-a:" + claim)));
      rows.put("issuer " + name, ExamplePulls.ecr(token().claim("iss", claim)));
      rows.put("audience " + name, ExamplePulls.ecr(token().audience(claim)));
    });
    IntStream.range(0, PAYLOADS.size())
        .forEach(i -> rows.put("payload " + i, named(HOST + "app").token(raw(PAYLOADS.get(i)))));
    return rows.entrySet().stream().map(row -> argumentSet(row.getKey(), row.getValue()));
  }

  private static PodToken token() {
    return SHARED.clouds().issuer().token();
  }

  private static PluginRequest named(String image) {
    return ExamplePulls.ecr(image, token());
  }

  private static String raw(String payload) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String header = token().mint().split("\\.", -1)[0];
    return header + "." + base64.encodeToString(payload.getBytes(UTF_8)) + ".c2ln";
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isAnsweredAsTheCloudSaysOrRefusedInOneLine(PluginRequest request) throws IOException {
    Path audit = clouds.directory().resolve("audit.jsonl");
    Path metrics = clouds.directory().resolve("podpass.prom");
    for (String name : List.of("audit.jsonl", "podpass.prom")) {
      Files.deleteIfExists(clouds.directory().resolve(name));
    }
    BuiltProgram podpass =
        new BuiltProgram(clouds)
            .with("PODPASS_AUDIT_LOG", audit.toString())
            .with("PODPASS_METRICS_FILE", metrics.toString());

    PluginRun run = podpass.run(request);

    Contract.assertFailedOrGenuine(clouds, request, run);
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(30));
    assertThat(run.stderr()).hasSizeLessThan(6_000).doesNotContainPattern("[\\p{C}&&[^\\n]]");
    assertThat(clouds.received().requestsTo("elsewhere.example.com")).isEmpty();
    assertThat(Files.readAllLines(audit)).hasSize(1).allMatch(line -> line.matches("[ -~]+"));
    assertThat(new ObjectMapper().readTree(Files.readString(audit)).path("result").asText())
        .matches("ok|bad_request|configuration|no_identity|denied|try_again|unavailable");
    assertThat(Files.readAllLines(metrics))
        .allMatch(line -> line.matches("# [ -~]+|podpass_[a-z_]+[{][ -z|~]*} [0-9.]+"))
        .filteredOn(line -> line.startsWith("podpass_requests_total") && !line.endsWith(" 0"))
        .hasSize(1)
        .allMatch(line -> line.endsWith(" 1"));
    Contract.assertNoSecrets(clouds, Files.readString(audit) + Files.readString(metrics));
  }

  static Stream<Arguments> neighbours() {
    return Stream.of(
        argumentSet("another account", token().serviceAccount("team-b", "app")),
        argumentSet("another namespace", token().serviceAccount("team", "a-app")),
        argumentSet("a joined name", token().serviceAccount("team-a-app", "app")),
        argumentSet("another issuer", token().claim("iss", "https://other.example")),
        argumentSet("a colon", token().claim("sub", "system:serviceaccount:team-a:app:x")),
        argumentSet("an expired token", token().issuedAt(Instant.EPOCH)));
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void isNotAnsweredWithWhatANeighbourWasGiven(PodToken neighbour) throws IOException {
    try (MemoryDirectory cache = MemoryDirectory.create()) {
      BuiltProgram podpass =
          new BuiltProgram(clouds)
              .with("PODPASS_CACHE", "on")
              .with("PODPASS_CACHE_DIR", cache.toString());
      Contract.assertNextPullWorks(clouds, podpass, ExamplePulls.ecr(token()));

      Contract.assertFailed(clouds, podpass.run(ExamplePulls.ecr(neighbour)));

      Contract.assertNextPullWorks(clouds, podpass, ExamplePulls.ecr(token()));
    }
  }
}
