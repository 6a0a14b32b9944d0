// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.TestPrograms;
import dev.podpass.spi.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signatures of a cluster's keys, for the provider that takes the entry's tokens. */
class KeysCheckTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "podpass-strict, RS256, , ",
    "podpass-strict, RS384, , failed",
    "podpass-strict, RS256, ES384, warning",
    "podpass-lenient, RS384, , ",
    "echo-plugin, RS384, , "
  })
  void judgesTheKeysOfTheFile(String name, String algorithm, String next, String verdict)
      throws IOException {
    Path file = folder.resolve("jwks.json");
    Files.writeString(
        file, "{\"keys\":[%s,%s]}".formatted(key(algorithm), key(next == null ? algorithm : next)));
    String entries =
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: %s
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            matchImages: [strict.example]
            defaultCacheDuration: 0s
            args: [get-credentials, --token-jwks=%s]
        """
            .formatted(name, file);
    EntryPrograms programs =
        EntryPrograms.notLookedUp(
            TestPrograms.context(new Strict(), new FakeProvider("lenient", "lenient.example")));

    List<Check> checks =
        new KeysCheck(programs).check(programs.of(ConfigFile.read(entries).entries()));

    assertThat(checks.stream().filter(check -> check.subject().equals("signatures")))
        .map(check ->
            "%s %s".formatted(check.verdict().toString().toLowerCase(Locale.ROOT), check.finding()))
        .isEqualTo(
            verdict == null
                ? List.of()
                : List.of(
                    "%s keys in %s sign with %s; the cloud accepts only RS256"
                        .formatted(verdict, file, next == null ? algorithm : next)));
  }

  private static String key(String algorithm) {
    return "{\"kty\":\"RSA\",\"alg\":\"%1$s\",\"kid\":\"%1$s\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"
        .formatted(algorithm);
  }

  private static final class Strict extends FakeProvider {
    private Strict() {
      super("strict", "strict.example");
    }

    @Override
    public Set<String> tokenAlgorithms() {
      return Set.of("RS256");
    }
  }
}
