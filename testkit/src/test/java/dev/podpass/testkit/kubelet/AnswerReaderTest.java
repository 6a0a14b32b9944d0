// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerReaderTest {
  private static final String HEAD =
      """
      "kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1\"\
      """;
  private static final String AUTH =
      """
      "auth":{"reg.io":{"username":"robot","password":"secret"}}\
      """;
  private static final String GOOD =
      "{" + HEAD + ",\"cacheKeyType\":\"Registry\",\"cacheDuration\":\"5m0s\"," + AUTH + "}";

  private final AnswerReader reader =
      AnswerReader.of(PluginRequest.forImage("reg.io/app").token("the-token"));

  @Test
  void readsAnAnswer() {
    PluginAnswer answer = read(GOOD + "\n \n");

    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(answer.cacheDuration()).contains(Duration.ofMinutes(5));
    assertThat(answer.loginsFor("reg.io/app")).containsExactly(new Login("robot", "secret"));
    assertThat(answer.loginsFor("other.io/app")).isEmpty();
  }

  /** One of each kind; kubelet's own code judges podpass's answers in conformance. */
  static Stream<Arguments> refused() {
    String undecodable = "error decoding credential provider plugin response from stdout";
    return Stream.of(
        argumentSet("nothing", "", "error reading GVK from response: "),
        argumentSet("text after it", GOOD + " done", "error reading GVK from response: "),
        argumentSet("unknown field", GOOD.replace("\"auth\"", "\"note\":1,\"auth\""), undecodable),
        argumentSet("field in another case", GOOD.replace("\"auth\"", "\"Auth\""), undecodable),
        argumentSet("password is a number", GOOD.replace("\"secret\"", "1"), undecodable),
        argumentSet("cacheDuration without unit", GOOD.replace("5m0s", "300"), undecodable),
        argumentSet(
            "another version",
            GOOD.replace("k8s.io/v1", "k8s.io/v1beta1"),
            "apiVersion from credential plugin response did not match expected"),
        argumentSet(
            "cacheKeyType in lower case",
            GOOD.replace("Registry", "registry"),
            "credential provider plugin did not return a valid cacheKeyType: "));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatKubeletWouldNotDecode(String output, String message) {
    assertRefused(output, message);
  }

  @Test
  void refusesTheTokenAsPasswordUnlessCachedByToken() {
    String echo = GOOD.replace("secret", "the-token");

    assertRefused(echo, "credential provider plugin returned the service account token as the");
    assertThat(reader.cachedBy(CacheType.TOKEN).read(echo.getBytes(StandardCharsets.UTF_8)).auth())
        .containsEntry("reg.io", new Login("robot", "the-token"));
  }

  @Test
  void triesMatchingLoginsFromZToA() {
    String answer =
        GOOD.replace(
            AUTH,
            """
            "auth":{"*.io":{"username":"glob"},"reg.io":{"username":"host"},\
            "reg.io/te":{"username":"prefix"},"reg.io/team":{"username":"path"},\
            "reg.io/other":{"username":"never"},"nobody":null}\
            """);

    assertThat(read(answer).loginsFor("reg.io/team/app"))
        .extracting(Login::username)
        .containsExactly("path", "prefix", "host", "glob");
  }

  private PluginAnswer read(String output) {
    return reader.read(output.getBytes(StandardCharsets.UTF_8));
  }

  private void assertRefused(String output, String message) {
    assertThatExceptionOfType(RefusedByKubelet.class)
        .isThrownBy(() -> read(output))
        .withMessageStartingWith(message);
  }
}
