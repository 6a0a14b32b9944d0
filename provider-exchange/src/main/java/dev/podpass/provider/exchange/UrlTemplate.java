// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The URL of an exchange: {@code {registry}} stands for the image's registry, and other names in
 * braces for fields of {@code --exchange-fields}.
 */
record UrlTemplate(String text) {
  private static final String REGISTRY = "registry";
  private static final Pattern NAME = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_.-]{1,255}");
  private static final ProviderOption<URI> HTTPS = ProviderOption.https("url", "");

  /** Parses one, which must be an HTTPS URL. */
  static UrlTemplate parse(String text) {
    var _ = HTTPS.parse(NAME.matcher(text).replaceAll("x"));
    return new UrlTemplate(text);
  }

  /** The fields that it has placeholders for. */
  List<String> fields() {
    return NAME.matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals(REGISTRY))
        .toList();
  }

  URI of(RegistryHost registry, RequestFields values) {
    String url = text.replace("{" + REGISTRY + "}", registry.toString());
    for (String name : fields()) {
      String value = values.find(name).orElse("");
      if (!SEGMENT.matcher(value).matches() || value.matches("\\.+")) {
        throw new CredentialException(
            Kind.CONFIGURATION,
            "the URL of the exchange needs the field " + name,
            "set --exchange-fields=" + name + "=…");
      }
      url = url.replace("{" + name + "}", value);
    }
    return URI.create(url);
  }

  @Override
  public String toString() {
    return text;
  }
}
