// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of the Cloudsmith provider. */
public final class CloudsmithOptions {
  private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,254}");

  static final NameForm SERVICE_SLUG =
      new NameForm(
          "the slug of a service account of Cloudsmith",
          SLUG,
          "it has letters, digits, hyphens and underscores, such as puller-x1y2");

  public static final EntryOptions ENTRY =
      EntryOptions.of("cloudsmith").withDefault("docker.cloudsmith.io");

  public static final ProviderOption<String> ORGANIZATION =
      ProviderOption.of(
              "organization",
              "ORG",
              "The organization at Cloudsmith that trusts the cluster.",
              text -> OptionText.matching(SLUG, text, "must be the slug of an organization"))
          .required("organization");

  public static final IdentityOptions<String> SERVICE =
      new IdentityOptions<>(
          ProviderOption.annotations(
                  "service-annotation",
                  "The annotations that may name a service account of Cloudsmith, the first one"
                      + " present applies.")
              .withDefault("podpass.dev/cloudsmith-service"),
          ProviderOption.of(
              "service",
              "SLUG",
              "The service account of Cloudsmith for those without an annotation; {namespace} and"
                  + " {serviceaccount} are replaced.",
              text -> IdentityTemplate.parse(text, Map.of(), SERVICE_SLUG)),
          SERVICE_SLUG);

  /** The address of Cloudsmith's API, which exchanges tokens. */
  public static final String API = "https://api.cloudsmith.io";

  private CloudsmithOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(
        ENTRY.registry(), ORGANIZATION, SERVICE.annotations(), SERVICE.name(), ENTRY.audience());
  }
}
