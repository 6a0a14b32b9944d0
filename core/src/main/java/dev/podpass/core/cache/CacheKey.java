// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.token.ValidatedToken;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The key under which pulls share an answer: a digest that is also a file name. It contains the
 * token's issuer and subject, not the token, which changes.
 */
public final class CacheKey {
  private final byte[] digest;

  private CacheKey(byte[] digest) {
    this.digest = digest;
  }

  /**
   * The key of an exchange for the workload of a token, from the exchange's canonical form and the
   * token's issuer and subject. The token is validated for the exchange: answers are given for such
   * alone.
   */
  public static CacheKey of(
      String provider,
      RegistryHost registry,
      Exchange exchange,
      ValidatedToken token,
      boolean perPod) {
    return new CacheKey(
        digest(
            Stream.of(
                    Stream.of(List.of(provider, registry.toString())),
                    exchange.canonical().stream(),
                    workload(token.claims(), perPod))
                .flatMap(Function.identity())));
  }

  /** The key for pulls that come to the same exchange by a mirror. */
  public CacheKey mirrored(String mirror) {
    return new CacheKey(digest(Stream.of(List.of(fileName()), List.of(mirror))));
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
