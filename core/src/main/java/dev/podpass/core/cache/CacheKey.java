// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The key under which pulls share an answer: a digest that is also a file name. It contains the
 * token's issuer and subject, not the token, which changes.
 */
public final class CacheKey {
  private final byte[] digest;
  private final boolean ofRepository;

  private CacheKey(byte[] digest, boolean ofRepository) {
    this.digest = digest;
    this.ofRepository = ofRepository;
  }

  /**
   * The key of a plan for the workload of a token, from the plan's complete description and the
   * token's issuer and subject. The token is validated for the plan: answers are given for such
   * alone.
   */
  public static CacheKey of(
      String provider, ExchangePlan plan, ValidatedToken token, boolean perPod) {
    PlanDescription description = plan.description();
    byte[] digest =
        digest(
            Stream.of(
                    Stream.of(List.of(provider)),
                    plan(description),
                    workload(token.claims(), perPod))
                .flatMap(Function.identity()));
    return new CacheKey(digest, description.repository().isPresent());
  }

  /** The key for pulls that come to the same plan in another way, such as by a mirror. */
  public CacheKey by(String way) {
    return new CacheKey(digest(Stream.of(List.of(fileName()), List.of(way))), ofRepository);
  }

  /**
   * Deconstructs the whole description, so that a new component does not compile until it is added
   * here.
   */
  private static Stream<List<String>> plan(PlanDescription description) {
    return switch (description) {
      case PlanDescription(
              Identity(RegistryHost registry, String scope, List<Identity.Part> parts),
              Optional<String> repository,
              Set<String> audiences,
              List<ExchangeStep> steps,
              List<Parameter> parameters) ->
          Stream.of(
              List.of(registry.toString(), scope),
              flat(parts, part -> List.of(part.name(), part.value().value())),
              repository.stream().toList(),
              audiences.stream().sorted().toList(),
              flat(steps, CacheKey::step),
              flat(parameters, parameter -> List.of(parameter.name(), parameter.value())));
    };
  }

  private static List<String> step(ExchangeStep step) {
    return switch (step) {
      case ExchangeStep(String purpose, URI endpoint, Optional<?> server) ->
          List.of(purpose, endpoint.toString(), server.map(Object::toString).orElse("anywhere"));
    };
  }

  private static Stream<List<String>> workload(UnverifiedClaims claims, boolean perPod) {
    ServiceAccountSubject workload = claims.workload();
    return Stream.of(
        List.of(claims.issuer(), workload.namespace()),
        names(Optional.of(workload.serviceAccount())),
        perPod ? names(workload.pod()) : List.of());
  }

  private static List<String> names(Optional<ObjectReference> object) {
    return flat(object.stream().toList(), o -> List.of(o.name(), o.uid().orElse("")));
  }

  private static <T> List<String> flat(List<T> values, Function<T, List<String>> texts) {
    return values.stream().map(texts).flatMap(List::stream).toList();
  }

  /**
   * Each list and text is preceded by its length, so that different keys never have equal input.
   */
  private static byte[] digest(Stream<List<String>> parts) {
    MessageDigest sha256 = Sha256.digest();
    parts.forEachOrdered(part -> {
      sha256.update(length(part.size()));
      for (String text : part) {
        byte[] bytes = text.getBytes(UTF_8);
        sha256.update(length(bytes.length));
        sha256.update(bytes);
      }
    });
    return sha256.digest();
  }

  private static ByteBuffer length(int length) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(0, length);
  }

  /**
   * Whether all pulls with this key may receive the answer: an answer for one repository only if
   * the key contains the repository.
   */
  boolean covers(CredentialAnswer answer) {
    return ofRepository
        || !(answer instanceof RegistryCredential credential)
        || credential.cacheKeyType() == CacheKeyType.REGISTRY;
  }

  String fileName() {
    return HexFormat.of().formatHex(digest);
  }

  /** Its first byte in the lock file; the next one is its as well. */
  long position() {
    return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE >> 1;
  }

  @Override
  public String toString() {
    return fileName().substring(0, 12);
  }
}
