// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpRequest.Header;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FormTest {
  private static final URI ENDPOINT = URI.create("https://login.example.com/token");

  private final Form form =
      new Form().with("scope", "https://example.com/.default").with("a+b", "1 & 2=ü");

  @Test
  void postsItsFieldsInOrder() {
    HttpRequest request = form.postedTo(ENDPOINT);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo(ENDPOINT);
    assertThat(request.headers())
        .containsExactly(new Header("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(new String(request.body(), UTF_8))
        .isEqualTo("scope=https%3A%2F%2Fexample.com%2F.default&a%2Bb=1+%26+2%3D%C3%BC");
  }

  @Test
  void isTheQueryOfAnEndpoint() {
    assertThat(form.queryOf(ENDPOINT))
        .hasToString(
            "https://login.example.com/token"
                + "?scope=https%3A%2F%2Fexample.com%2F.default&a%2Bb=1+%26+2%3D%C3%BC");
  }

  @Test
  void isNoQueryWithoutFields() {
    assertThat(new Form().queryOf(ENDPOINT)).isEqualTo(ENDPOINT);
  }

  @Test
  void doesNotChangeTheFormThatIsAddedTo() {
    assertThat(form.with("assertion", "token").queryOf(ENDPOINT).getRawQuery())
        .isEqualTo(form.queryOf(ENDPOINT).getRawQuery() + "&assertion=token");
    assertThat(form.queryOf(ENDPOINT).getRawQuery()).doesNotContain("assertion");
  }

  @Test
  void isNotPrinted() {
    assertThat(new Form().with("client_assertion", "planted-secret"))
        .asString()
        .doesNotContain("client_assertion", "planted-secret");
  }
}
