// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.spi.Exchange;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Every plan that can be made of few and short texts. */
final class Plans {
  private static final List<String> TEXTS = List.of("", "a", "aa");

  private Plans() {}

  static Stream<Exchange> all() {
    return identities().flatMap(Plans::of);
  }

  private static Stream<Exchange> identities() {
    return TEXTS.stream()
        .flatMap(access ->
            pairs(Plans::part)
                .flatMap(first -> upToOne(Plans::part).map(second -> identity(first, second)))
                .flatMap(Optional::stream)
                .map(exchange -> exchange.access(access)));
  }

  private static Map.Entry<String, Sourced<String>> part(String name, String value) {
    return Map.entry(name, new Sourced<>(value, "test"));
  }

  private static Optional<Exchange> identity(
      Map.Entry<String, Sourced<String>> first, List<Map.Entry<String, Sourced<String>>> second) {
    Exchange exchange = Exchange.as(first.getKey(), first.getValue());
    return second.isEmpty()
        ? Optional.of(exchange)
        : second.stream()
            .filter(part -> !part.getKey().equals(first.getKey()))
            .map(part -> exchange.and(part.getKey(), part.getValue()))
            .findFirst();
  }

  private static Stream<Exchange> of(Exchange identity) {
    return Stream.of(identity, of(identity, "a"), of(identity, "aa"))
        .flatMap(plan -> audiences().map(plan::audiences))
        .flatMap(plan ->
            Stream.concat(
                    upToOne((purpose, path) ->
                        new ExchangeStep(purpose, URI.create("https://h/" + path))),
                    Stream.of("a", "b").map(address -> List.of(on(address))))
                .map(steps -> steps.stream().reduce(plan, Exchange::call, (one, _) -> one)))
        .flatMap(plan -> upToOne(Parameter::new).map(plan::parameters));
  }

  private static Exchange of(Exchange identity, String repository) {
    return identity.onlyRepository(repository).access(identity.access());
  }

  private static ExchangeStep on(String address) {
    return new ExchangeStep(
        "",
        URI.create("https://h/"),
        Optional.of(new PinnedServer(address, Path.of("/ca.crt"), "check it")));
  }

  private static Stream<Set<String>> audiences() {
    return Stream.of(
        Set.of(),
        Set.of(""),
        Set.of("a"),
        Set.of("aa"),
        Set.of("", "a"),
        Set.of("", "aa"),
        Set.of("a", "aa"),
        Set.of("", "a", "aa"));
  }

  private static <T> Stream<List<T>> upToOne(BiFunction<String, String, T> element) {
    return Stream.concat(Stream.of(List.of()), pairs(element).map(List::of));
  }

  private static <T> Stream<T> pairs(BiFunction<String, String, T> element) {
    return Stream.of("", "a")
        .flatMap(one -> Stream.of("", "a").map(other -> element.apply(one, other)));
  }
}
