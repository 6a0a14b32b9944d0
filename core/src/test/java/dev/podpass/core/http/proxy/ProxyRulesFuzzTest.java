// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import java.net.URI;
import java.util.Map;

/** Three lines: {@code HTTPS_PROXY}, {@code NO_PROXY}, and the host that is to be reached. */
class ProxyRulesFuzzTest {
  @FuzzTest
  void refusesOrDecides(byte[] lines) {
    String[] text = (new String(lines, UTF_8) + "\n\n\n").split("\n", -1);
    Refusal.orResult(
            () -> ProxyRules.fromEnvironment(Map.of("HTTPS_PROXY", text[0], "NO_PROXY", text[1])))
        .ifPresent(rules -> {
          assertThat(rules.proxyFor("far.example", 443).toString()).doesNotContain("s3cr3t");
          try {
            URI uri = URI.create("https://" + text[2] + "/");
            if (uri.getHost() != null) {
              var _ = rules.proxyFor(uri).map(ProxyAddress::toString);
            }
          } catch (IllegalArgumentException _) {
            return;
          }
        });
  }
}
