// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of the Quay provider. */
public final class QuayOptions {
  /** An organization or a user, and the short name of a robot. */
  static final NameForm ROBOT_NAME =
      new NameForm(
          "a robot account of Quay",
          Pattern.compile("[a-z0-9][a-z0-9._-]{0,254}\\+[a-z][a-z0-9_]{0,254}"),
          "it looks like organization+robot; a robot's name has letters, digits and underscores");

  public static final EntryOptions ENTRY = EntryOptions.of("quay").withDefault("quay.io");

  public static final IdentityOptions<String> ROBOT =
      new IdentityOptions<>(
          ProviderOption.annotations(
                  "robot-annotation",
                  "The annotations that may name a robot account, the first one present applies.")
              .withDefault("podpass.dev/quay-robot"),
          ProviderOption.of(
              "robot",
              "ORG+ROBOT",
              "The robot account of service accounts without an annotation; {namespace} and"
                  + " {serviceaccount} are replaced.",
              text -> IdentityTemplate.parse(text, Map.of(), ROBOT_NAME)),
          ROBOT_NAME);

  private QuayOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(ENTRY.registry(), ROBOT.annotations(), ROBOT.name(), ENTRY.audience());
  }
}
