// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.ExchangePlan;
import dev.podpass.token.AcceptedToken;
import dev.podpass.token.UnverifiedClaims;
import dev.podpass.token.Workload;
import dev.podpass.token.Workload.ObjectReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pulls must have in common to share an answer, as a digest that can name a file. The token
 * itself is not part of it, for it changes; its issuer and whom it was issued to are.
 */
public final class CacheKey {
  private final byte[] digest;

  private CacheKey(byte[] digest) {
    this.digest = digest;
  }

  /**
   * The key of a plan for the workload of a token.
   *
   * @param provider the id of the provider
   * @param token accepted for this plan: nothing else may be answered from a cache
   * @param perPod whether the workload's pods are to be kept apart
   */
  public static CacheKey of(
      String provider, ExchangePlan plan, AcceptedToken token, boolean perPod) {
    UnverifiedClaims claims = token.claims();
    Workload workload = claims.workload();
    return digest(
        Stream.of(
                Stream.of(provider, plan.identity().registry().toString(), plan.identity().scope()),
                plan.identity().parts().stream()
                    .flatMap(part -> Stream.of(part.name(), part.value().value())),
                plan.steps().stream()
                    .flatMap(step -> Stream.of(step.purpose(), step.endpoint().toString())),
                plan.audiences().stream().sorted(),
                Stream.of(claims.issuer(), workload.namespace()),
                names(Optional.of(workload.serviceAccount())),
                perPod ? names(workload.pod()) : Stream.<String>empty())
            .map(Stream::toList)
            .toList());
  }

  private static Stream<String> names(Optional<ObjectReference> object) {
    return object.stream().flatMap(o -> Stream.of(o.name(), o.uid().orElse("")));
  }

  /** Every list and every text with its length before it, so that no two keys run together. */
  private static CacheKey digest(List<List<String>> parts) {
    MessageDigest sha256 = sha256();
    for (List<String> part : parts) {
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.size()));
      for (String text : part) {
        byte[] bytes = text.getBytes(UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        sha256.update(bytes);
      }
    }
    return new CacheKey(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The name of its file. */
  String fileName() {
    return HexFormat.of().formatHex(digest);
  }

  /** Its place in the file of locks. */
  long position() {
    return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE >> 1;
  }

  @Override
  public String toString() {
    return fileName().substring(0, 12);
  }
}
