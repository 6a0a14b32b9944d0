// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluginRequestTest {

  @Test
  void isOneLineInKubeletsOrder() {
    var request =
        PluginRequest.forImage("registry/team/app")
            .token("a.b.c")
            .annotation("z/last", "2")
            .annotation("a/first", "1");

    assertThat(request.json())
        .isEqualTo(
            """
            {"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "image":"registry/team/app","serviceAccountToken":"a.b.c",\
            "serviceAccountAnnotations":{"a/first":"1","z/last":"2"}}
            """);
  }

  @Test
  void omitsWhatIsNotThere() {
    assertThat(PluginRequest.forImage("app").json())
        .isEqualTo(
            """
            {"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "image":"app"}
            """);
  }

  @Test
  void escapesAsGoDoes() {
    String json =
        PluginRequest.forImage("app")
            .annotation("k", "<a href=\"x\">&\\ \n\t\r\b\f\u0001\u007f\u2028é😀/'")
            .json();

    assertThat(json)
        .contains(
            """
            {"k":"\\u003ca href=\\"x\\"\\u003e\\u0026\\\\ \\n\\t\\r\\b\\f\\u0001\u007f\\u2028é😀/'"}\
            """);
  }
}
