// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The forms of what operators write for the usual options. */
final class OptionTexts {
  static final Function<String, String> DOMAIN =
      matching(
          "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+",
          "must be a domain such as example.com");

  static final Function<String, String> AUDIENCE =
      matching("[!-~]{1,512}", "must be an audience, without spaces");

  private static final int MAX_PORT = 65_535;

  /** {@code metadata.annotations} of the Kubernetes API: an optional DNS prefix, and a name. */
  private static final Pattern ANNOTATION =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

  private OptionTexts() {}

  static Function<String, String> matching(String form, String otherwise) {
    Pattern pattern = Pattern.compile(form);
    return text -> {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException(otherwise);
      }
      return text;
    };
  }

  static List<RegistryHost> registries(String text) {
    try {
      return Arrays.stream(text.split(",", -1)).map(RegistryHost::parse).distinct().toList();
    } catch (CredentialException _) {
      throw new IllegalArgumentException(
          "must be registry hosts (host[:port]), separated by commas");
    }
  }

  static URI https(String text) {
    return https(text, ".*", "[/path]");
  }

  static URI httpsServer(String text) {
    return URI.create("https://" + https(text, "/?", "").getRawAuthority());
  }

  private static URI https(String text, String path, String form) {
    URI uri = URI.create(text);
    boolean plain =
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    boolean addressed = uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= MAX_PORT;
    if (!"https".equals(uri.getScheme())
        || !addressed
        || !plain
        || !uri.getRawPath().matches(path)) {
      throw new IllegalArgumentException("must be https://host[:port]" + form);
    }
    return uri;
  }

  static List<String> annotations(String text) {
    List<String> keys = List.of(text.split(",", -1));
    if (!keys.stream().allMatch(key -> ANNOTATION.matcher(key).matches())) {
      throw new IllegalArgumentException("must be annotation keys such as example.com/role");
    }
    return keys;
  }

  static boolean flag(String text) {
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }
}
