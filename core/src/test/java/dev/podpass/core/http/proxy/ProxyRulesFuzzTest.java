// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import dev.podpass.spi.testing.SeedFile;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Three lines: {@code HTTPS_PROXY}, {@code NO_PROXY}, and the host that is to be reached. */
class ProxyRulesFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void refusesOrDecides(byte[] lines) {
    String[] text = (new String(lines, UTF_8) + "\n\n\n").split("\n", -1);
    rules(text[0], text[1])
        .ifPresent(rules -> {
          try {
            URI uri = URI.create("https://" + text[2] + "/");
            if (uri.getHost() != null) {
              var _ = rules.proxyFor(uri).map(ProxyAddress::toString);
            }
          } catch (IllegalArgumentException _) {
            return;
          }
        });
    // A host may be any word, so the word that is looked for is planted as a password alone.
    rules("http://user:s3cr3t@" + text[0].replace("3", ""), text[1])
        .map(rules -> rules.proxyFor("far.example", 443).toString())
        .ifPresent(shown -> assertThat(shown).doesNotContain("s3cr3t"));
  }

  private static Optional<ProxyRules> rules(String proxy, String exceptions) {
    return Refusal.orResult(
        () -> ProxyRules.fromEnvironment(Map.of("HTTPS_PROXY", proxy, "NO_PROXY", exceptions)));
  }
}
