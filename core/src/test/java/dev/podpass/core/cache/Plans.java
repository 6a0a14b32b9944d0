// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Every plan that can be made of few and short texts. */
final class Plans {
  private static final List<String> TEXTS = List.of("", "a", "aa");

  private Plans() {}

  static Stream<PlanDescription> all() {
    return identities().flatMap(Plans::of);
  }

  private static Stream<Identity> identities() {
    return Stream.of("a.example", "aa.example")
        .map(RegistryHost::parse)
        .flatMap(registry ->
            TEXTS.stream()
                .flatMap(scope ->
                    upToTwo((name, value) -> new Part(name, new Sourced<>(value, "test")))
                        .map(parts -> new Identity(registry, scope, parts))));
  }

  private static Stream<PlanDescription> of(Identity identity) {
    return repositories()
        .flatMap(repository ->
            audiences()
                .flatMap(audiences ->
                    Stream.concat(
                            upToOne((purpose, path) ->
                                new ExchangeStep(purpose, URI.create("https://h/" + path))),
                            Stream.of("a", "b").map(address -> List.of(on(address))))
                        .flatMap(steps ->
                            upToOne(Parameter::new)
                                .map(parameters ->
                                    new PlanDescription(
                                        identity, repository, audiences, steps, parameters)))));
  }

  private static ExchangeStep on(String address) {
    return new ExchangeStep(
        "",
        URI.create("https://h/"),
        Optional.of(new PinnedServer(address, Path.of("/ca.crt"), "check it")));
  }

  private static Stream<Optional<String>> repositories() {
    return Stream.of(Optional.empty(), Optional.of("a"), Optional.of("aa"));
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

  private static <T> Stream<List<T>> upToTwo(BiFunction<String, String, T> element) {
    return Stream.concat(
        upToOne(element),
        pairs(element).flatMap(first -> pairs(element).map(second -> List.of(first, second))));
  }

  private static <T> Stream<T> pairs(BiFunction<String, String, T> element) {
    return Stream.of("", "a")
        .flatMap(one -> Stream.of("", "a").map(other -> element.apply(one, other)));
  }
}
