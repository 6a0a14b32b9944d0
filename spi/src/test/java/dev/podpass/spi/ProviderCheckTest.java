// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.ProviderCheck;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds the provider that breaks it, and no other. */
class ProviderCheckTest {
  private static final String IMAGE = "registry.example.com/team/app";
  private static final String SESSION = "a-session-of-the-cloud";

  private static final ProviderOption<URI> URL = ProviderOption.https("url", "Where to log in.");
  private static final ProviderOption<String> FIELD =
      ProviderOption.text("field", "NAME", "The field of the password.").withDefault("password");

  /** Logs in, and reads a secret; does all that is to be done. */
  private static class Right implements RegistryCredentialProvider {
    @Override
    public String id() {
      return "store";
    }

    @Override
    public List<ProviderOption<?>> options() {
      return List.of(URL, FIELD);
    }

    @Override
    public Hosts hosts(ProviderSettings settings) {
      return Hosts.matching(
          List.of("*.example.com"), host -> host.name().equals("registry.example.com"));
    }

    @Override
    public Entry entry(ProviderSettings settings) {
      return Entry.of(hosts(settings), "store").withAnnotations(List.of("example.com/role"));
    }

    @Override
    public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
      return pod.annotation("example.com/role")
          .map(text -> text.read(ProviderOption.matching("[a-z]{1,9}", "must be a name")))
          .map(role -> described(plan(role, settings), settings));
    }

    Exchange plan(Sourced<String> role, ProviderSettings settings) {
      ExchangeStep login = new ExchangeStep("login", settings.get(URL).resolve("/login"));
      ExchangeStep read = new ExchangeStep("read", settings.get(URL).resolve("/read"));
      return Exchange.as("role", role)
          .call(login)
          .call(read)
          .run(calls -> run(calls, login, read, settings.get(FIELD)));
    }

    Exchange described(Exchange exchange, ProviderSettings settings) {
      return exchange.parameter("field", settings.get(FIELD));
    }

    Credential run(Calls calls, ExchangeStep login, ExchangeStep read, String field) {
      HttpRequest first =
          HttpRequest.of("POST", login.endpoint()).json(Map.of("jwt", calls.token()));
      Secret session = calls.json(login, first).secret("token");
      return read(calls.json(read, second(HttpRequest.of("GET", read.endpoint()), session)), field);
    }

    HttpRequest second(HttpRequest request, Secret session) {
      return request.with("X-Session", session);
    }

    Credential read(CloudAnswer answer, String field) {
      return Credential.of("puller", answer.secret(field));
    }

    @Override
    public String howToName(Pod pod, ProviderSettings settings) {
      return "annotate it";
    }
  }

  private static HttpResponse answer(HttpRequest request) {
    return HttpResponse.of(
        200,
        request.uri().getPath().equals("/login")
            ? "{\"token\": \"%s\"}".formatted(SESSION)
            : "{\"password\": \"hunter2\", \"other\": \"hunter3\"}");
  }

  private static ProviderCheck check(RegistryCredentialProvider provider) {
    return ProviderCheck.of(provider, IMAGE)
        .set("url", "https://store.example", "https://other.example")
        .may("field", "other")
        .annotate("example.com/role", "pull")
        .planting(SESSION)
        .answering(ProviderCheckTest::answer);
  }

  @Test
  void whoDoesAllRightIsTold() {
    assertThat(check(new Right()).run()).containsExactly("field", "url");
  }

  static Stream<Arguments> faults() {
    AtomicInteger count = new AtomicInteger();
    return Stream.of(
        argumentSet(
            "id",
            "is not a short lower-case name",
            new Right() {
              @Override
              public String id() {
                return "Store";
              }
            }),
        argumentSet(
            "hosts",
            "no pattern of matchImages covers registry.example.com",
            new Right() {
              @Override
              public Hosts hosts(ProviderSettings settings) {
                return Hosts.matching(List.of("*.com", "a*.example.com"), _ -> true);
              }
            }),
        argumentSet(
            "not served",
            "it does not serve registry.example.com",
            new Right() {
              @Override
              public Hosts hosts(ProviderSettings settings) {
                return Hosts.named(List.of());
              }
            }),
        argumentSet(
            "audience",
            "it has no audience",
            new Right() {
              @Override
              public Entry entry(ProviderSettings settings) {
                return Entry.of(hosts(settings), " ");
              }
            }),
        argumentSet(
            "an annotation that kubelet does not pass",
            "it reads an annotation that its entry does not name",
            new Right() {
              @Override
              public Entry entry(ProviderSettings settings) {
                return Entry.of(hosts(settings), "store");
              }
            }),
        argumentSet(
            "hint",
            "howToName says nothing",
            new Right() {
              @Override
              public String howToName(Pod pod, ProviderSettings settings) {
                return "";
              }
            }),
        argumentSet(
            "impure",
            "equal arguments yield exchanges of another canonical form",
            new Right() {
              @Override
              Exchange described(Exchange exchange, ProviderSettings settings) {
                return exchange.parameter("at", count.getAndIncrement());
              }
            }),
        argumentSet(
            "not described",
            "the option field makes another request or credential, and the same canonical form",
            new Right() {
              @Override
              Exchange described(Exchange exchange, ProviderSettings settings) {
                return exchange;
              }
            }),
        argumentSet(
            "an option of which nothing is known",
            "say another value of [more]",
            new Right() {
              @Override
              public List<ProviderOption<?>> options() {
                return List.of(URL, FIELD, ProviderOption.text("more", "TEXT", "More."));
              }
            }),
        argumentSet(
            "a secret as a text",
            "a message contains what was sent",
            new Right() {
              @Override
              HttpRequest second(HttpRequest request, Secret session) {
                return request.with("X-Session", session.reveal());
              }
            }),
        argumentSet(
            "reads anything",
            "is no failure",
            new Right() {
              @Override
              Credential read(CloudAnswer answer, String field) {
                return Credential.of(
                    "puller", answer.has(field) ? answer.secret(field) : Secret.of("none"));
              }
            }),
        argumentSet(
            "breaks",
            "is a bug",
            new Right() {
              @Override
              Credential read(CloudAnswer answer, String field) {
                if (!answer.has(field)) {
                  throw new IllegalStateException();
                }
                return super.read(answer, field);
              }
            }),
        argumentSet(
            "a parser that breaks",
            "the annotation example.com/role is a bug",
            new Right() {
              @Override
              public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
                if (!"pull".equals(pod.annotations().get("example.com/role"))) {
                  throw new IllegalStateException();
                }
                return super.exchange(pod, settings);
              }
            }),
        argumentSet(
            "an annotation that is a URL",
            "the annotation example.com/role chooses a host",
            new Right() {
              @Override
              public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
                String role = pod.annotations().getOrDefault("example.com/role", "");
                Sourced<String> any = new Sourced<>(role, "annotation");
                Exchange exchange = described(plan(any, settings), settings);
                return Optional.of(
                    role.startsWith("https:")
                        ? exchange.call(new ExchangeStep("to", URI.create(role)))
                        : exchange);
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whoDoesOneThingWrongIsFound(String because, RegistryCredentialProvider wrong) {
    assertThatThrownBy(() -> check(wrong).run())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(because);
  }
}
