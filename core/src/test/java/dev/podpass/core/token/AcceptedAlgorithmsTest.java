// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedAlgorithmsTest {
  /** The kind of key that no library here knows is named too; one for encryption signs nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "RS256       | RSA/sig/RS256                   | -             | false",
        "RS256 ES256 | RSA/sig/RS256 RSA/enc/RSA-OAEP  | -             | false",
        "RS256 ES256 | RSA/sig/RS384                   | RS384         | true",
        "RS256 ES256 | RSA/sig/RS256 AKP/sig/ML-DSA-65 | ML-DSA-65     | false",
        "ES256       | RSA/sig/RS384 RSA/sig/PS256     | PS256, RS384  | true",
        "            | RSA/sig/RS384                   | -             | false"
      })
  void namesWhatKeysSignWithAndTheCloudDoesNotAccept(
      String accepted, String keys, String refused, boolean all) {
    AcceptedAlgorithms algorithms =
        new AcceptedAlgorithms(accepted == null ? Set.of() : Set.of(accepted.split(" ")));
    TrustedJwks cluster = TrustedJwks.parse(jwks(keys), "jwks.json");

    assertThat(algorithms.refusal(cluster).map(Throwable::getMessage).orElse(null))
        .isEqualTo(
            refused == null
                ? null
                : "keys in jwks.json sign with %s; the cloud accepts only %s"
                    .formatted(
                        refused,
                        Arrays.stream(accepted.split(" "))
                            .sorted()
                            .collect(Collectors.joining(", "))));
    assertThat(algorithms.refuseAll(cluster)).isEqualTo(all);
  }

  private static String jwks(String keys) {
    return Arrays.stream(keys.split(" "))
        .map(key -> key.split("/"))
        .map(key ->
            "{\"kty\":\"%s\",\"use\":\"%s\",\"alg\":\"%s\",\"kid\":\"%s\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"
                .formatted(key[0], key[1], key[2], key[2]))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }
}
