// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What came of an exchange: what was sent, and a credential or a failure. */
record Outcome(
    List<List<String>> canonical,
    List<ExchangeStep> steps,
    List<String> sent,
    Set<String> secrets,
    Optional<String> credential,
    String life,
    Kind kind,
    String failure) {
  /** A nonce, or a digest over one. */
  private static final Pattern VOLATILE = Pattern.compile("(?i)nonce=[^&\\s]+|[0-9a-f]{64}");

  private static final Clock CLOCK = Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC);

  /**
   * Runs an exchange.
   *
   * @param planted what the answers contain and no message may have
   */
  static Outcome of(
      Exchange exchange,
      ServiceAccountSubject workload,
      Function<HttpRequest, HttpResponse> answers,
      Set<String> planted) {
    ConcurrentLinkedQueue<HttpRequest> requests = new ConcurrentLinkedQueue<>();
    Secret token = TestTokens.TOKEN;
    Optional<Credential> credential = Optional.empty();
    Kind kind = Kind.BUG;
    String failure = "";
    try {
      credential =
          Optional.of(
              exchange.run(
                  token,
                  workload,
                  (request, _) -> {
                    HttpRequest made = request.get();
                    requests.add(made);
                    return answers.apply(made);
                  },
                  CLOCK));
    } catch (CredentialException e) {
      kind = e.kind();
      failure = e.line();
    } catch (RuntimeException e) {
      failure = e.toString();
    }
    Set<String> secrets = new TreeSet<>(planted);
    secrets.add(token.reveal());
    requests.forEach(request -> request.secrets().forEach(secret -> secrets.add(secret.reveal())));
    credential.ifPresent(it -> secrets.add(it.password().reveal()));
    return new Outcome(
        exchange.canonical(),
        exchange.steps(),
        requests.stream().map(request -> text(request, secrets)).toList(),
        secrets,
        credential.map(it -> it.username() + " " + it.password().reveal()),
        credential.map(it -> it.expiry() + " " + it.readAgainAfter()).orElse(""),
        kind,
        failure);
  }

  /**
   * Whether it is the same; {@code steady} if an SDK does not count lives by a clock of its own.
   */
  boolean isAs(Outcome other, boolean steady) {
    return new HashSet<>(sent).equals(new HashSet<>(other.sent))
        && credential.equals(other.credential)
        && (!steady || life.equals(other.life));
  }

  /** Without secrets, and without headers that differ from one exchange to the next. */
  private static String text(HttpRequest request, Set<String> secrets) {
    List<String> parts = new ArrayList<>(List.of(request.toString()));
    parts.add(String.valueOf(request.uri().getQuery()));
    parts.add(new String(request.body(), UTF_8));
    request.server().ifPresent(server -> parts.add(server.toString()));
    String all = VOLATILE.matcher(String.join("\n", parts)).replaceAll("[nonce]");
    for (String secret : secrets) {
      all =
          all.replace(secret, "[secret]")
              .replace(Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)), "[secret]");
    }
    return all;
  }
}
