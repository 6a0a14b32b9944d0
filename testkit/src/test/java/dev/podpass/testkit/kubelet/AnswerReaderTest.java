// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

  static Stream<Arguments> withoutCredentials() {
    return Stream.of(
        argumentSet("auth absent", "{" + HEAD + ",\"cacheKeyType\":\"Image\"}"),
        argumentSet("auth null", "{" + HEAD + ",\"cacheKeyType\":\"Image\",\"auth\":null}"),
        argumentSet("auth empty", "{" + HEAD + ",\"cacheKeyType\":\"Image\",\"auth\":{}}"),
        argumentSet(
            "cacheDuration null",
            "{" + HEAD + ",\"cacheKeyType\":\"Image\",\"cacheDuration\":null}"));
  }

  @ParameterizedTest
  @MethodSource("withoutCredentials")
  void noCredentialsAreAnAnswerToo(String json) {
    PluginAnswer answer = read(json);

    assertThat(answer.auth()).isEmpty();
    assertThat(answer.cacheDuration()).isEmpty();
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        argumentSet("nothing", ""),
        argumentSet("garbage", "hello"),
        argumentSet("a list", "[]"),
        argumentSet("cut off", GOOD.substring(0, GOOD.length() - 1)),
        argumentSet("text after it", GOOD + " done"),
        argumentSet("a second document", GOOD + GOOD),
        argumentSet("text before it", "ok " + GOOD),
        argumentSet("a comment", "/* x */" + GOOD),
        argumentSet("single quotes", GOOD.replace('"', '\'')),
        argumentSet("a byte order mark", "\uFEFF" + GOOD));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void refusesWhatIsNotOneJsonObject(String output) {
    assertRefused(output, "error reading GVK from response: ");
  }

  @Test
  void refusesOtherEncodings() {
    assertThatExceptionOfType(RefusedByKubelet.class)
        .isThrownBy(() -> reader.read(GOOD.getBytes(StandardCharsets.UTF_16LE)))
        .withMessageStartingWith("error reading GVK from response: ");
  }

  static Stream<Arguments> undecodable() {
    return Stream.of(
        argumentSet("wrong kind", GOOD.replace("Response", "Answer")),
        argumentSet("unknown field", GOOD.replace("\"auth\"", "\"note\":1,\"auth\"")),
        argumentSet(
            "repeated field", GOOD.replace("\"auth\"", "\"cacheKeyType\":\"Image\",\"auth\"")),
        argumentSet("field in another case", GOOD.replace("\"auth\"", "\"Auth\"")),
        argumentSet(
            "unknown field of a login",
            GOOD.replace("\"username\"", "\"email\":\"\",\"username\"")),
        argumentSet(
            "repeated field of a login",
            GOOD.replace("\"username\"", "\"password\":\"\",\"username\"")),
        argumentSet("auth is a list", GOOD.replace(AUTH, "\"auth\":[]")),
        argumentSet("password is a number", GOOD.replace("\"secret\"", "1")),
        argumentSet("login is a text", GOOD.replace(AUTH, "\"auth\":{\"reg.io\":\"x\"}")),
        argumentSet("cacheKeyType is a number", GOOD.replace("\"Registry\"", "1")),
        argumentSet("cacheDuration is a number", GOOD.replace("\"5m0s\"", "300")),
        argumentSet("cacheDuration of ISO 8601", GOOD.replace("5m0s", "PT5M")),
        argumentSet("cacheDuration without unit", GOOD.replace("5m0s", "300")),
        argumentSet("cacheDuration is empty", GOOD.replace("5m0s", "")));
  }

  @ParameterizedTest
  @MethodSource("undecodable")
  void refusesWhatTheStrictCodecDoesNotKnow(String output) {
    assertRefused(output, "error decoding credential provider plugin response from stdout");
  }

  @Test
  void refusesAnotherApiVersion() {
    assertRefused(
        GOOD.replace("k8s.io/v1", "k8s.io/v1beta1"),
        "apiVersion from credential plugin response did not match expected"
            + " apiVersion:credentialprovider.kubelet.k8s.io/v1, actual"
            + " apiVersion:credentialprovider.kubelet.k8s.io/v1beta1");
  }

  @ParameterizedTest
  @MethodSource("cacheKeyTypes")
  void refusesOtherCacheKeyTypes(String output) {
    assertRefused(output, "credential provider plugin did not return a valid cacheKeyType: ");
  }

  static List<Arguments> cacheKeyTypes() {
    return List.of(
        argumentSet("absent", "{" + HEAD + "," + AUTH + "}"),
        argumentSet("lower case", GOOD.replace("Registry", "registry")),
        argumentSet("empty", GOOD.replace("Registry", "")),
        argumentSet("unknown", GOOD.replace("Registry", "Pod")));
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
