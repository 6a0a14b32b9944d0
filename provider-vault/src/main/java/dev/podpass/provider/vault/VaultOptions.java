// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The options of the provider. Only the operator sets them: no annotation chooses a secret. */
public final class VaultOptions {
  public static final String ID = "vault";

  private static final String SEGMENT = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.:@~-]{1,255}";

  private static final Function<String, String> PATH =
      ProviderOption.matching(
          SEGMENT + "(?:/" + SEGMENT + ")*", "must be a path such as secret/data/pull");

  private static final Function<String, String> ROLE_NAME =
      ProviderOption.matching("[A-Za-z0-9_.-]{1,128}", "must be the name of a role");

  public static final ProviderOption<List<RegistryHost>> REGISTRY =
      ProviderOption.registries("The registries to serve, and no others.").required();

  public static final ProviderOption<URI> URL =
      ProviderOption.https("url", "The server; a path before /v1 is allowed.").required();

  public static final ProviderOption<String> MOUNT =
      ProviderOption.of("mount", "MOUNT", "The path of the JWT auth method.", PATH)
          .withDefault("jwt");

  public static final ProviderOption<IdentityTemplate<String>> ROLE =
      ProviderOption.of(
              "role",
              "NAME",
              "The role to log in with; {namespace} and {serviceaccount} are replaced.",
              text -> Placeholders.parse(text, Map.of(), ROLE_NAME))
          .required();

  static final ProviderOption<List<String>> ROLE_ANNOTATION =
      ProviderOption.annotations(
          "role-annotation",
          "The annotations that may name another role; the first one present counts; none if not"
              + " set.");

  public static final IdentityOptions<String> IDENTITY =
      new IdentityOptions<>(ROLE_ANNOTATION, ROLE, ROLE_NAME);

  public static final ProviderOption<IdentityTemplate<String>> SECRET =
      ProviderOption.of(
              "secret",
              "SECRET",
              "The path of the secret, as the API has it (secret/data/… in KV version 2);"
                  + " {namespace}, {serviceaccount} and {registry} are replaced.",
              text ->
                  Placeholders.parse(text, Map.of("registry", "registry.example.com:443"), PATH))
          .required();

  static final ProviderOption<List<String>> FIELDS =
      ProviderOption.of(
              "fields",
              "USERNAME,PASSWORD",
              "The fields of the secret, by name or JSON pointer. One field is the password beside"
                  + " --vault-username, otherwise a .dockerconfigjson.",
              StoredSecret::parseFields)
          .withDefault("username,password");

  static final ProviderOption<String> USERNAME =
      ProviderOption.of(
          "username",
          "NAME",
          "The user name at the registry, if the secret has none.",
          ProviderOption.matching(
              "[!-9;-~]{1,255}", "must be a user name, without spaces and colons"));

  public static final ProviderOption<String> NAMESPACE =
      ProviderOption.of(
          "namespace", "NAMESPACE", "The namespace of the auth method and the secret.", PATH);

  static final ProviderOption<Duration> LIFETIME =
      ProviderOption.duration(
              "lifetime",
              "How long a stored secret is used until it is read again; one with a lease is used"
                  + " as long as that.",
              Duration.ZERO,
              Duration.ofHours(1))
          .withDefault("10m");

  static final ProviderOption<Boolean> INLINE =
      ProviderOption.flag("inline", "Log in and read in one request (OpenBao, from 2.4).");

  static final ProviderOption<String> TOKEN_AUDIENCE = ProviderOption.tokenAudience();

  static final List<ProviderOption<?>> ALL =
      List.of(
          REGISTRY,
          URL,
          MOUNT,
          ROLE,
          ROLE_ANNOTATION,
          SECRET,
          FIELDS,
          USERNAME,
          NAMESPACE,
          LIFETIME,
          INLINE,
          TOKEN_AUDIENCE);

  private VaultOptions() {}

  /** The audience that tokens must have: the server's host, if no other is set. */
  public static String audience(ProviderSettings settings) {
    return settings
        .findValue(TOKEN_AUDIENCE)
        .orElseGet(() -> settings.require(ID, URL).value().getHost());
  }
}
