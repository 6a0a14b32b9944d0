// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.RegistryHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeProfileTest {
  private static final ProviderSettings NONE = ProviderSettings.NONE;

  @TempDir private Path directory;

  private ExchangeProfile inFile(String json) throws IOException {
    return ExchangeProfile.parse(Files.writeString(directory.resolve("p.json"), json).toString());
  }

  @Test
  void setsWhatTheOperatorHasNot() throws IOException {
    String json =
        """
        {"url": "https://{registry}/login", "form": "json", "fields": {"a": "1,2", "b": "%"}}
        """;
    ExchangeProfile profile = ExchangeProfile.parse(json);
    assertThat(inFile(json).values()).isEqualTo(profile.values());

    ProviderSettings settings = profile.in(NONE);
    assertThat(settings.get(ExchangeOptions.FORM)).isEqualTo(ExchangeForm.JSON);
    assertThat(settings.get(ExchangeOptions.FIELDS).find("a")).contains("1,2");
    assertThat(settings.get(ExchangeOptions.FIELDS).find("b")).contains("%");

    ProviderSettings own =
        NONE.set(ExchangeOptions.URL, new Sourced<>("https://a.example/", "--exchange-url"));
    assertThat(profile.in(own).find(ExchangeOptions.URL).orElseThrow().value())
        .hasToString("https://a.example/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"uri": "https://a.example/"}   | unknown field uri
          {"url": "http://a.example/"}    | must be https
          {"form": "soap"}                | must be one of
          {"form": 1}                     | neither text nor an object
          {"fields": {"a": {"b": "c"}}}   | neither text nor an object
          {"owner-field": "grant_type"}   | must not be a field of RFC 8693
          {"form": "json", "form": "json"} | cannot be used
          []                              | cannot be used
          """)
  void isRefusedAsAWhole(String json, String because) {
    assertThatThrownBy(() -> inFile(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }

  @Test
  void isNoDevice() {
    assertThatThrownBy(() -> ExchangeProfile.parse("/dev/zero"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a JSON object, or a file with one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=..", "a=x/y", "a=", "a=x?y", "b=x"})
  void aFieldOfItsUrlIsOneWord(String fields) {
    UrlTemplate url = UrlTemplate.parse("https://{registry}/{a}/token");
    RegistryHost registry = RegistryHost.parse("r.example:8443");

    assertThat(url.of(registry, RequestFields.parse("a=x-1")))
        .hasToString("https://r.example:8443/x-1/token");
    assertThatThrownBy(() -> url.of(registry, RequestFields.parse(fields)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("needs the field a");
  }
}
