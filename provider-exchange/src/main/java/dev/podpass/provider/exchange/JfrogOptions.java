// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** The options of the JFrog provider. */
public final class JfrogOptions {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{0,254}");
  private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{1,31}");

  public static final EntryOptions ENTRY = EntryOptions.of("jfrog");

  public static final ProviderOption<URI> URL =
      ProviderOption.https(
          "url",
          "The JFrog platform, if images do not name its host: Artifactory's Docker access by"
              + " subdomain or port.");

  public static final ProviderOption<String> PROVIDER_NAME =
      ProviderOption.of(
              "provider-name",
              "NAME",
              "The OIDC integration of the platform that trusts the cluster.",
              text -> OptionText.matching(NAME, text, "must be the name of an OIDC integration"))
          .required("OIDC integration");

  public static final ProviderOption<String> PROJECT_KEY =
      ProviderOption.of(
          "project",
          "KEY",
          "The project of its identity mapping, if it is not a global one.",
          text -> OptionText.matching(PROJECT, text, "must be a project key"));

  private JfrogOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(ENTRY.registry(), URL, PROVIDER_NAME, PROJECT_KEY, ENTRY.audience());
  }

  /** The base URL of the platform of a registry. */
  public static String platform(ProviderSettings settings, RegistryHost registry) {
    return settings
        .find(URL)
        .map(url -> BaseUrl.of(url.value()))
        .orElseGet(() -> BaseUrl.of(registry));
  }
}
