// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.SampledRows;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Headers;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.SentAnswer;
import dev.podpass.testkit.net.Where;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A cloud of which every answer goes wrong in every way, one at a time: each field of each answer
 * of a genuine exchange is left out, of another type, too long, repeated, or not what it seems; and
 * each call is refused with an error that echoes what was sent.
 *
 * <p>Whatever comes, the outcome is a credential that the genuine cloud issued, or a failure of a
 * documented kind in which no secret stands.
 */
public final class BadCloud {
  /** Stands for a byte that no UTF-8 text has. */
  static final String NOT_UTF8 = "@@FF@@";

  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 429, 500);

  /** An answer with one of these is no answer. */
  private static final List<String> MALFORMED =
      List.of(
          "a second document",
          "something after it",
          "an array around it",
          "cut short",
          "a document type",
          "Credentials repeated",
          " repeated under a prefix",
          "/access_token repeated",
          "/expires_in repeated",
          "/accessToken repeated",
          "/expireTime repeated",
          "/refresh_token repeated",
          "/authorizationToken repeated",
          "/expiresAt repeated",
          "/Token repeated",
          "not UTF-8");

  private final ProviderTrial trial;
  private final String image;
  private final Predicate<Credential> issued;

  /**
   * The clouds of a trial that works.
   *
   * @param issued whether the genuine cloud has issued this credential
   */
  public BadCloud(ProviderTrial trial, String image, Predicate<Credential> issued) {
    this.trial = trial;
    this.image = image;
    this.issued = issued;
  }

  /** A fault of the answer to one call. */
  private record Row(String name, Where where, UnaryOperator<Answer> fault, boolean mustFail) {}

  /** One test for each fault, of {@link SampledRows}. */
  public Stream<DynamicTest> tests() {
    trial.clouds().received().clear();
    assertThat(issued.test(trial.exchange(image))).as("the genuine exchange").isTrue();
    List<Row> rows = new ArrayList<>();
    for (ReceivedRequest request : trial.clouds().received().requests()) {
      answerTo(request).ifPresent(genuine -> rows.addAll(rows(request, genuine)));
    }
    return IntStream.range(0, rows.size())
        .filter(SampledRows::contain)
        .mapToObj(rows::get)
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> run(row)));
  }

  private Optional<Answer> answerTo(ReceivedRequest request) {
    return trial.clouds().received().answersOf(request.host()).stream()
        .filter(sent -> sent.request().equals(request))
        .map(SentAnswer::answer)
        .findFirst();
  }

  private void run(Row row) {
    trial.clouds().behave();
    trial.clouds().received().clear();
    trial.clouds().misbehave(row.where(), new AnswerFault.Altered(row.fault()), 100);
    Credential credential;
    try {
      credential = trial.exchange(image);
    } catch (CredentialException e) {
      assertThat(e.kind()).isNotEqualTo(Kind.BUG);
      assertThat(trial.clouds().plantedSecrets()).noneMatch(e.line()::contains);
      assertThat(e.line()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(4_000);
      return;
    }
    assertThat(issued.test(credential)).as("issued by the genuine cloud").isTrue();
    assertThat(row.mustFail()).as("refused, whatever an SDK makes of it").isFalse();
  }

  private List<Row> rows(ReceivedRequest request, Answer genuine) {
    String call = request.method() + " " + request.host() + request.path() + ": ";
    Where where = Where.host(request.host()).path(request.path());
    List<Row> rows = new ArrayList<>();
    mutations(genuine.body().text())
        .forEach((name, change) ->
            rows.add(
                new Row(
                    call + name,
                    where,
                    answer -> altered(answer, genuine, change),
                    genuine.status() == 200 && MALFORMED.stream().anyMatch(name::endsWith))));
    for (int status : REFUSALS) {
      EchoedRequests.of(trial.clouds(), request, status)
          .forEach((name, echo) -> rows.add(new Row(call + name, where, echo, true)));
    }
    for (int status : List.of(201, 204, 206, 299)) {
      rows.add(new Row(call + "status " + status, where, a -> withStatus(a, status), true));
    }
    for (Headers.Field field : genuine.headers().fields()) {
      headerFaults(field)
          .forEach((name, fields) ->
              rows.add(
                  new Row(call + field.name() + " " + name, where, a -> swap(a, fields), false)));
    }
    return rows;
  }

  private static Answer withStatus(Answer answer, int status) {
    return new Answer(status, answer.headers(), answer.body(), answer.chunked());
  }

  /** Another call may have the same path; its answer is left alone. */
  private static Answer altered(Answer answer, Answer genuine, UnaryOperator<String> change) {
    if (answer.status() != genuine.status()) {
      return answer;
    }
    try {
      return answer.withBody(bytes(change.apply(answer.body().text())));
    } catch (IllegalArgumentException _) {
      return answer;
    }
  }

  private static Bytes bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String[] parts = text.split(NOT_UTF8, -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        bytes.write(0xff);
      }
      bytes.writeBytes(parts[i].getBytes(StandardCharsets.UTF_8));
    }
    return Bytes.of(bytes.toByteArray());
  }

  private static Map<String, UnaryOperator<String>> mutations(String body) {
    return switch (body.strip()) {
      case String text when text.startsWith("{") -> JsonMutations.of(body);
      case String text when text.startsWith("<") -> XmlMutations.of(body);
      default ->
          Map.of(
              "empty", _ -> "",
              "a space", _ -> " ",
              "with a new line", text -> text + "\r\nX-Evil: 1",
              "twice", text -> text + "\n" + text,
              "1 MiB long", _ -> "a".repeat(1 << 20),
              "512 KiB long", _ -> "a".repeat(1 << 19),
              "not UTF-8", text -> text + NOT_UTF8);
    };
  }

  private static Map<String, List<Headers.Field>> headerFaults(Headers.Field field) {
    Map<String, List<Headers.Field>> all = new LinkedHashMap<>();
    all.put("missing", List.of(new Headers.Field("X-Not-" + field.name(), "1")));
    all.put("empty", List.of(new Headers.Field(field.name(), "")));
    all.put("long", List.of(new Headers.Field(field.name(), "a".repeat(6_000))));
    all.put("repeated", List.of(field, field));
    all.put("of no use", List.of(new Headers.Field(field.name(), "\"\\\",=;realm")));
    return all;
  }

  private static Answer swap(Answer answer, List<Headers.Field> fields) {
    String name = fields.getFirst().name().replaceFirst("^X-Not-", "");
    List<Headers.Field> others = new ArrayList<>(fields);
    answer.headers().fields().stream()
        .filter(field -> !field.name().equalsIgnoreCase(name))
        .forEach(others::add);
    return new Answer(answer.status(), new Headers(others), answer.body(), answer.chunked());
  }

  /** Refusals of a cloud that contain the body and the credentials of the request. */
  private static final class EchoedRequests {
    private EchoedRequests() {}

    /** Errors that echo the last request in every field that may contain text. */
    static Map<String, UnaryOperator<Answer>> of(
        FakeClouds clouds, ReceivedRequest request, int status) {
      Map<String, UnaryOperator<Answer>> all = new LinkedHashMap<>();
      String name = "HTTP " + status + " that echoes the request in ";
      all.put(
          name + "XML",
          _ ->
              Answer.of(
                  status,
                  "text/xml",
                  "<ErrorResponse><Error><Code>Echo</Code><Message>%s</Message></Error></ErrorResponse>"
                      .formatted(
                          sent(clouds, request).replace("&", "&amp;").replace("<", "&lt;"))));
      all.put(
          name + "OAuth's JSON",
          _ ->
              Answer.json(
                  status,
                  "{\"__type\":%1$s,\"message\":%1$s,\"error\":%1$s,\"error_description\":%1$s,\"trace_id\":%1$s}"
                      .formatted(quoted(sent(clouds, request)))));
      all.put(
          name + "Google's and a registry's JSON",
          _ ->
              Answer.json(
                  status,
                  "{\"error\":{\"status\":%1$s,\"message\":%1$s},\"errors\":[{\"code\":%1$s,\"message\":%1$s}]}"
                      .formatted(quoted(sent(clouds, request)))));
      all.put(name + "text", _ -> Answer.of(status, "text/plain", sent(clouds, request)));
      return all;
    }

    private static String sent(FakeClouds clouds, ReceivedRequest like) {
      ReceivedRequest last = clouds.received().requestsTo(like.host()).getLast();
      return last.header("Authorization").orElse("-")
          + " "
          + last.header("X-Amz-Security-Token").orElse("-")
          + " "
          + last.body().text();
    }

    private static String quoted(String text) {
      return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
  }
}
