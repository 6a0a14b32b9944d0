// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {
  private static final String REQUEST =
      """
      {"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
      "image":"registry.example/app","serviceAccountToken":"hunter2",\
      "serviceAccountAnnotations":{"a.example/b":"c"}}
      """;

  @Test
  void readsWhatKubeletWrites() {
    CredentialProviderRequest request = read(REQUEST);

    assertThat(request.image()).isEqualTo("registry.example/app");
    assertThat(request.serviceAccountToken().orElseThrow().reveal()).isEqualTo("hunter2");
    assertThat(request.serviceAccountAnnotations()).containsExactly(Map.entry("a.example/b", "c"));
    assertThat(request.toString()).doesNotContain("hunter2");
  }

  @Test
  void needsNeitherTokenNorAnnotations() {
    CredentialProviderRequest request =
        read(REQUEST.replace("\"hunter2\"", "\"\"").replace("{\"a.example/b\":\"c\"}", "null"));

    assertThat(request.serviceAccountToken()).isEmpty();
    assertThat(request.serviceAccountAnnotations()).isEmpty();
  }

  @Test
  void passesOverFieldsOfLaterKubelets() {
    assertThat(read(REQUEST.replace("{\"kind\"", "{\"podUid\":[1,{}],\"kind\"")).image())
        .isEqualTo("registry.example/app");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        argumentSet("empty", "", "it is empty"),
        argumentSet("truncated", REQUEST.substring(0, 100), "cut short"),
        argumentSet("two documents", REQUEST + REQUEST, "unexpected data after"),
        argumentSet("trailing text", REQUEST + "hunter2", "unexpected data after"),
        argumentSet("list", "[" + REQUEST + "]", "not a JSON object"),
        row("alpha version", "io/v1", "io/v1alpha1", "apiVersion \"cred"),
        row("no version", "apiVersion", "xApiVersion", "apiVersion \"\""),
        row("other kind", "CredentialProviderRequest", "Pod", "kind \"Pod\""),
        row("other case", "CredentialProviderRequest", "credentialProviderRequest", "kind"),
        row("image missing", "\"image\"", "\"x\"", "it has no image"),
        row("image empty", "\"registry.example/app\"", "\"\"", "it has no image"),
        row("image null", "\"registry.example/app\"", "null", "it has no image"),
        row("image a number", "\"registry.example/app\"", "7", "image is not text"),
        row("token a number", "\"hunter2\"", "7", "serviceAccountToken is not text"),
        row("annotations a list", "{\"a.example/b\":\"c\"}", "[]", "not an object"),
        row("annotations text", "{\"a.example/b\":\"c\"}", "\"c\"", "not an object"),
        row("annotation a number", ":\"c\"", ":7", "not all text"),
        row("repeated field", "\"image\"", "\"image\":\"a\",\"image\"", "repeats a name"),
        argumentSet("oversized", " ".repeat(1 << 20) + REQUEST, "larger than 1 MiB"));
  }

  private static Arguments row(String name, String from, String to, String because) {
    assertThat(REQUEST).contains(from);
    return argumentSet(name, REQUEST.replace(from, to), because);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesAllElseWithoutQuotingIt(String json, String because) {
    assertRefused(new ByteArrayInputStream(json.getBytes(UTF_8)), because);
  }

  @Test
  void refusesWhatCannotBeRead() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();

    assertRefused(broken, "stdin cannot be read");
  }

  private static void assertRefused(InputStream in, String because) {
    FailedCall.assertFails(() -> RequestReader.read(in), Kind.BAD_REQUEST, because);
  }

  private static CredentialProviderRequest read(String json) {
    return RequestReader.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
  }
}
