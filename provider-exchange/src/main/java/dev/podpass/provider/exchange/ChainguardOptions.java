// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of the Chainguard provider. */
public final class ChainguardOptions {
  /** A UIDP: the id of an organization, and of what is below it. */
  static final NameForm IDENTITY_ID =
      new NameForm(
          "an identity of Chainguard",
          Pattern.compile("[0-9a-f]{40}(?:/[0-9a-f]{16}){1,8}"),
          "it is the id that chainctl iam identities list shows, with a slash in it");

  public static final EntryOptions ENTRY = EntryOptions.of("chainguard").withDefault("cgr.dev");

  public static final IdentityOptions<String> IDENTITY =
      new IdentityOptions<>(
          ProviderOption.annotations(
                  "identity-annotation",
                  "The annotations that may name an identity, the first one present applies.")
              .withDefault("podpass.dev/chainguard-identity"),
          ProviderOption.of(
              "identity",
              "ID",
              "The identity of service accounts without an annotation.",
              text -> IdentityTemplate.parse(text, Map.of(), IDENTITY_ID)),
          IDENTITY_ID);

  private ChainguardOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(ENTRY.registry(), IDENTITY.annotations(), IDENTITY.name(), ENTRY.audience());
  }
}
