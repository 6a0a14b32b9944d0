// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullEventsTest {
  private static final String DENIED =
      "AssumeRoleWithWebIdentity at sts.amazonaws.com as role r failed: AccessDenied (HTTP 403):"
          + " Not authorized; hint: trust the issuer https://issuer.example/x";

  private Instant now = Instant.parse("2026-12-02T10:00:00.123456789Z");
  private boolean away;
  private final List<ObjectNode> written = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final PullEvents events =
      new PullEvents("node-1", new EventLimits(new Random(7)), clock(), this::create, notes::add);

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private void create(String path, ObjectNode event) {
    if (away) {
      throw new CredentialException(Kind.UNAVAILABLE, "no answer");
    }
    paths.add(path);
    written.add(event);
  }

  private static ObjectNode failure(String pod, String result, String failure) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("result", result)
        .put("image", "registry.example/app")
        .put("provider", "ecr")
        .put("namespace", "team-a")
        .put("pod", pod)
        .put("pod_uid", "uid-of-" + pod)
        .put("node", "node-1")
        .put("failure", failure);
  }

  private String note(String result, String failure) {
    events.accept(failure("app-0", result, failure));
    assertThat(written).hasSize(1);
    return written.getFirst().path("note").asText();
  }

  @Test
  void writesOneOnThePodWithItsUid() {
    events.accept(failure("app-0", "denied", DENIED));

    assertThat(paths).containsExactly("/apis/events.k8s.io/v1/namespaces/team-a/events");
    assertThat(written.getFirst().toPrettyString())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion": "events.k8s.io/v1", "kind": "Event",
             "eventTime": "2026-12-02T10:00:00.000000Z", "type": "Warning",
             "reason": "ImagePullCredentialFailed", "action": "PullImage",
             "note": "no credential for registry.example/app: denied, AccessDenied (HTTP 403);\
             hint: trust the issuer https://issuer.example/x",
             "reportingController": "podpass", "reportingInstance": "node-1",
             "metadata": {"namespace": "team-a", "name": "app-0.1a236325d7b"},
             "regarding": {"apiVersion": "v1", "kind": "Pod", "name": "app-0",
               "uid": "uid-of-app-0", "namespace": "team-a"}}
            """);
  }

  @Test
  void saysNothingOfTheFilesAndTheProxyOfTheNode() {
    assertThat(note("configuration", "x; hint: correct /etc/kubernetes/x.json (or --f=/srv/a b)"))
        .endsWith("; hint: correct (a file of the node) (or --f=(a file of the node) b)");
    written.clear();
    assertThat(note("no_identity", "by http://u@proxy.corp:3128; hint: correct HTTPS_PROXY"))
        .isEqualTo(
            "no credential for registry.example/app: no identity; hint: see podpass's message in"
                + " the log of the node's kubelet");
  }

  @Test
  void hasOneLineOfAThousandBytesWithoutWhatLooksLikeASecret() {
    assertThat(
            note(
                "denied",
                "x; hint: \u00e9\u001b[2J eyJhbGciOiJSUzI1NiJ9.e30.c2ln " + "long ".repeat(1000)))
        .hasSize(1000)
        .matches("[ -~]+")
        .doesNotContain("eyJ")
        .endsWith("...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unavailable", "try_again", "placeholder"})
  void anOutageIsOneOnTheNodeThatNamesNoTenant(String result) {
    for (int pod = 0; pod < 110; pod++) {
      events.accept(
          failure(
              "app-" + pod,
              result,
              "call at sts as role of-team-a failed: HTTP 503: no; hint: wait for team-a"));
    }

    assertThat(paths).containsExactly("/apis/events.k8s.io/v1/namespaces/default/events");
    assertThat(written.getFirst().path("regarding").toString())
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"name\":\"node-1\",\"uid\":\"node-1\"}");
    assertThat(written.getFirst().path("note").asText())
        .startsWith("no credentials of the provider ecr: ")
        .endsWith(", HTTP 503; kubelet tries again")
        .doesNotContain("team-a", "role");
  }

  @ParameterizedTest
  @CsvSource({
    "result, ok", "result, not_renewed", "result, other", "result, ''", "node, node-2", "node, ''",
    "pod, ''", "pod_uid, ''", "namespace, ''", "namespace, a/../b", "pod, A/b", "pod_uid, a b"
  })
  void writesNoneOfAnotherLine(String field, String value) {
    events.accept(failure("app-0", "denied", DENIED).put(field, value));

    assertThat(written).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void writesOneForEachPodAndKindInTenMinutes() {
    for (String result : List.of("denied", "denied", "configuration", "denied")) {
      events.accept(failure("app-0", result, DENIED));
    }
    assertThat(written).hasSize(2);

    now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
    events.accept(failure("app-0", "denied", DENIED));
    assertThat(written).hasSize(2);
    now = now.plusMillis(1);
    events.accept(failure("app-0", "denied", DENIED));
    assertThat(written).hasSize(3);
  }

  @Test
  void aStormHasABurstOfTenAndThenOneAMinute() {
    List<Integer> written10 = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      events.accept(failure("app-" + i, "denied", DENIED));
      now = now.plusMillis(360);
      if ((i + 1) % 1000 == 0) {
        written10.add(written.size());
      }
    }
    // After six minutes, and after an hour.
    assertThat(written10.getFirst()).isBetween(13, 16);
    assertThat(written10.getLast()).isBetween(10 + 47, 10 + 60);
  }

  @Test
  void aClockThatIsSetBackDelaysNoneForLong() {
    for (int i = 0; i < 20; i++) {
      events.accept(failure("app-" + i, "denied", DENIED));
    }
    assertThat(written).hasSize(10);
    now = now.minus(Duration.ofDays(1));
    events.accept(failure("late", "denied", DENIED));
    now = now.plus(Duration.ofMinutes(2));
    int before = written.size();
    events.accept(failure("later", "denied", DENIED));
    assertThat(written).hasSize(before + 1);
  }

  @Test
  void losesOneThatCannotBeWrittenAndSaysSoOnce() {
    away = true;
    for (int i = 0; i < 5; i++) {
      events.accept(failure("app-0", "denied", DENIED));
    }
    assertThat(notes).containsExactly("an Event cannot be written: no answer");
    away = false;
    events.accept(failure("app-0", "denied", DENIED));
    assertThat(written).hasSize(1);
  }
}
