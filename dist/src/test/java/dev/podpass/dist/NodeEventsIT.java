// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code podpass node events} beside pulls, whatever happens to the log and the API server. */
@Timeout(120)
class NodeEventsIT extends OnMadeUpNode {
  private static final String API = "api.cluster.example";
  private static final String TOKEN = "planted-token-of-the-pod";
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final long MEMORY = 25 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private Path log;
  private Path output;
  private Process process;

  @BeforeEach
  void follow() throws IOException {
    clouds.serve(API, _ -> Answer.json(201, "{}"));
    Files.writeString(folder.resolve("token"), TOKEN);
    Files.copy(clouds.caFile(), folder.resolve("ca.crt"));
    log = Files.createDirectory(folder.resolve("logs")).resolve("audit.log");
    output = folder.resolve("output");
    write("");
    Map<String, String> environment = new HashMap<>(clouds.environment());
    environment.put("PATH", folder + ":/usr/bin:/bin");
    environment.put("KUBERNETES_SERVICE_HOST", API);
    ProcessBuilder builder =
        new ProcessBuilder(
                folder.resolve("on-node").toString(),
                "sh",
                "-euc",
                "mount -t tmpfs none /run; d=/run/secrets/kubernetes.io/serviceaccount; mkdir -p"
                    + " $d; cp token ca.crt $d; echo $$ >pid; exec podpass node events"
                    + " --node-name=node-1 --audit-log="
                    + log)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    process = builder.start();
    await("the log is open", this::isOpen);
  }

  /** It ends at once by SIGTERM, and nothing that it printed is a secret. */
  @AfterEach
  void stop() throws Exception {
    assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
    assertThat(node.shell().run("on-node sh -c 'kill $(cat pid)'").status()).isZero();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    String seen = Files.readString(output) + bodies();
    assertThat(seen).doesNotContain(TOKEN);
    Contract.assertNoSecrets(clouds, seen);
  }

  private boolean isOpen() {
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().commandLine().orElse("").contains("--audit-log=" + log))
        .anyMatch(it -> opens(it.pid()));
  }

  private boolean opens(long pid) {
    File[] files = new File("/proc/" + pid + "/fd").listFiles();
    for (File file : files == null ? new File[0] : files) {
      try {
        if (Files.readSymbolicLink(file.toPath()).equals(log)) {
          return true;
        }
      } catch (IOException _) {
        // It is closed.
      }
    }
    return false;
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(log, text);
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r-----"));
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.APPEND);
  }

  private static String line(String pod, String result) {
    return """
    {"result":"%s","image":"%s","registry":"%s","provider":"ecr","namespace":"team-a","pod":"%s",\
    "pod_uid":"uid-of-%s","node":"node-1","failure":"call at sts failed: HTTP 503: no; hint: fix it"}
    """
        .formatted(result, "registry.example/app", registry(), pod, pod);
  }

  private static String registry() {
    return ExampleWorld.IMAGE.substring(0, ExampleWorld.IMAGE.indexOf('/'));
  }

  private List<ReceivedRequest> created() {
    return clouds.received().requestsTo(API);
  }

  private String bodies() {
    return String.join("\n", created().stream().map(it -> it.body().text()).toList());
  }

  private void awaitEventOf(String pod) {
    await(pod, () -> bodies().contains("\"uid\":\"uid-of-" + pod + "\""));
  }

  private PluginRun pull(PluginRequest request) {
    return new BuiltProgram(clouds)
        .with("PODPASS_AUDIT_LOG", log.toString())
        .run(request, "--without-identity=fail");
  }

  @Test
  void aPullThatFailsHasOneOnItsPod() throws IOException {
    PluginRequest denied = ExamplePulls.ecr(clouds.issuer().token().pod("denied"));
    String token = JSON.readTree(denied.json()).path("serviceAccountToken").asText();
    assertThat(clouds.plantedSecrets()).contains(token);
    clouds.misbehave(
        STS,
        Faults.instead(
            Answer.of(
                403,
                "text/xml",
                """
                <ErrorResponse><Error><Code>AccessDenied</Code><Message>not with %s</Message>\
                </Error></ErrorResponse>\
                """
                    .formatted(token))));
    assertThat(pull(denied).exitCode()).isEqualTo(77);
    PluginRequest none =
        PluginRequest.forImage(ExampleWorld.IMAGE).token(clouds.issuer().token().pod("x").mint());
    assertThat(pull(none).exitCode()).isNotZero();
    clouds.behave();
    assertThat(pull(ExamplePulls.ecr(clouds.issuer().token())).exitCode()).isZero();
    append(line("last", "denied"));
    awaitEventOf("last");

    assertThat(created()).hasSize(3);
    JsonNode audited = JSON.readTree(Files.readAllLines(log).getFirst());
    ReceivedRequest first = created().getFirst();
    JsonNode event = JSON.readTree(first.body().text());
    assertThat(first.method()).isEqualTo("POST");
    assertThat(first.path())
        .isEqualTo(
            "/apis/events.k8s.io/v1/namespaces/%s/events"
                .formatted(audited.path("namespace").asText()));
    assertThat(first.header("authorization")).contains("Bearer " + TOKEN);
    assertThat(event.path("reason").asText()).isEqualTo("ImagePullCredentialFailed");
    assertThat(event.path("reportingInstance").asText()).isEqualTo("node-1");
    assertThat(event.at("/regarding/name").asText()).isEqualTo("denied");
    assertThat(event.at("/regarding/uid")).isEqualTo(audited.path("pod_uid"));
    assertThat(event.path("note").asText())
        .startsWith("no credential for ")
        .contains(": denied, AccessDenied (HTTP 403); hint: ");
    assertThat(JSON.readTree(created().get(1).body().text()).path("note").asText())
        .contains(": no identity; hint: ");
    assertThat(output).content().doesNotContain("podpass: ");
  }

  @Test
  void followsALogThatIsRotatedCutDamagedAndFasterThanItIsRead() throws IOException {
    append(line("appended", "denied"));
    awaitEventOf("appended");

    Files.move(log, log.resolveSibling("audit.log.1"));
    write(line("rotated", "denied") + line("fine", "ok").repeat(3));
    awaitEventOf("rotated");

    write(line("cut", "denied"));
    awaitEventOf("cut");

    append("no JSON\n{}\n[1]\n\0\n{\"result\":\"denied\"}\n" + line("x", "denied").substring(9));
    append(line("damaged", "denied"));
    awaitEventOf("damaged");

    append(line("flood", "ok").repeat(100_000) + line("fast", "denied"));
    awaitEventOf("fast");
    if (BuiltProgram.executable().isPresent()) {
      assertThat(memory()).isLessThan(MEMORY);
    }

    Files.delete(log);
    write(line("new", "denied"));
    awaitEventOf("new");
    assertThat(created()).hasSize(6);
    assertThat(output).content().doesNotContain("podpass: ");
  }

  private long memory() throws IOException {
    long pid =
        ProcessHandle.allProcesses()
            .map(ProcessHandle::pid)
            .filter(this::opens)
            .findAny()
            .orElseThrow();
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(it -> it.startsWith("RssAnon:"))
        .mapToLong(it -> Long.parseLong(it.replaceAll("[^0-9]", "")) << 10)
        .sum();
  }

  @Test
  void losesEventsOnlyWhileTheApiServerDoesNotTakeThem() throws IOException {
    clouds.misbehave(API, Faults.status(403));
    append(line("refused", "denied"));
    await("it is told", () -> outputContains("HTTP 403"));
    clouds.behave();
    clouds.misbehave(API, Faults.closeInHandshake());
    append(line("away", "denied"));
    await("it is told", () -> outputContains("an Event cannot be written: ", 2));
    clouds.behave();
    clouds.misbehave(API, Faults.status(404));
    append(line("gone", "denied"));
    await("it is told", () -> outputContains("HTTP 404"));
    clouds.behave();
    clouds.misbehave(API, Faults.hang());
    append(line("hangs", "denied"));
    awaitEventOf("hangs");

    PluginRun pull = pull(ExamplePulls.ecr(clouds.issuer().token()));
    assertThat(pull.exitCode()).as(pull.stderr()).isZero();
    assertThat(pull.duration()).isLessThan(Duration.ofSeconds(9));
    assertThat(Files.readAllLines(log)).hasSize(5).last().asString().contains("\"result\":\"ok\"");
    clouds.behave();

    append(line("back", "denied"));
    awaitEventOf("back");
    assertThat(Files.readAllLines(log)).hasSize(6);
  }

  private boolean outputContains(String text) {
    return outputContains(text, 1);
  }

  private boolean outputContains(String text, int times) {
    try {
      return Files.readString(output).split(Pattern.quote(text), -1).length > times;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void anOutageIsOneOnTheNode() throws IOException {
    append(
        String.join(
            "", IntStream.range(0, 110).mapToObj(it -> line("p" + it, "unavailable")).toList()));
    append(line("last", "denied"));
    awaitEventOf("last");

    assertThat(created()).hasSize(2);
    assertThat(created().getFirst().path())
        .isEqualTo("/apis/events.k8s.io/v1/namespaces/default/events");
    assertThat(created().getFirst().body().text())
        .contains("\"kind\":\"Node\",\"name\":\"node-1\"", "provider ecr: unavailable, HTTP 503");
  }
}
