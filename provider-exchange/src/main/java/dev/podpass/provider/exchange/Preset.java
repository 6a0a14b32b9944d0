// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An exchange that podpass knows by name: what a profile says of it, and the advice for its errors.
 * {@code identity} names what the owner of a pod chooses, if not by the field's own name; {@code
 * trust} is the action that makes it trust a pod, in which {@code {issuer}}, {@code {subject}},
 * {@code {audience}} and {@code {identity}} are replaced, and {@code endpoint} the one if it knows
 * no such call.
 */
public record Preset(
    String id,
    Optional<String> home,
    String step,
    Optional<String> identity,
    ExchangeProfile profile,
    List<String> required,
    String trust,
    String endpoint) {
  static final Preset EXCHANGE =
      new Preset(
          "exchange",
          Optional.empty(),
          "token exchange",
          Optional.empty(),
          ExchangeProfile.NONE,
          List.of(),
          "trust the issuer {issuer} there, with the subject {subject} and the audience {audience}",
          "correct --exchange-url, or the form of --exchange-profile");

  public static final Preset QUAY =
      new Preset(
          "quay",
          Optional.of("quay.io"),
          "robot federation",
          Optional.of("robot"),
          ExchangeProfile.of(
              Map.of(
                  "url", "https://{registry}/oauth2/federation/robot/token",
                  "form", "basic",
                  "owner-field", "username",
                  "owner-pattern", "*+*",
                  "annotation", "podpass.dev/quay-robot",
                  "expiry-form", "jwt",
                  // The lifetime that Quay's documentation gives.
                  "lifetime", "1h")),
          List.of(),
          "add the issuer {issuer} and the subject {subject}, with the audience {audience}, to the"
              + " federation of the robot {identity}: podpass trust quay",
          "Quay federates robot accounts since version 3.13; correct --registry if the host is not"
              + " Quay's");

  public static final Preset JFROG =
      new Preset(
          "jfrog",
          Optional.empty(),
          "OIDC token exchange",
          Optional.empty(),
          ExchangeProfile.of(
              Map.of(
                  "url", "https://{registry}/access/api/v1/oidc/token",
                  "form", "json",
                  "fields",
                      "grant_type=urn:ietf:params:oauth:grant-type:token-exchange,"
                          + "subject_token_type=urn:ietf:params:oauth:token-type:id_token,"
                          + "provider_type=Generic OpenID Connect,audience=*@*",
                  "token-field", "subject_token",
                  "username-pointer", "/username",
                  "password-pointer", "/access_token")),
          List.of("provider_name"),
          "give the OIDC integration the issuer {issuer} and the audience {audience}, and an"
              + " identity mapping with the claim sub {subject}: podpass trust jfrog",
          "correct provider_name in --exchange-fields, or --exchange-url if images do not name the"
              + " platform's host");

  public static final Preset CHAINGUARD =
      new Preset(
          "chainguard",
          Optional.of("cgr.dev"),
          "STS exchange",
          Optional.of("identity"),
          ExchangeProfile.of(
              Map.of(
                  "url", "https://issuer.enforce.dev/sts/exchange",
                  "form", "bearer",
                  // The registry's tokens, under whatever name images have it.
                  "fields", "aud=cgr.dev",
                  "owner-field", "identity",
                  "owner-pattern", "*/*",
                  "annotation", "podpass.dev/chainguard-identity",
                  "username", "user",
                  "expiry-form", "date",
                  "expiry-pointer", "/expiry")),
          List.of(),
          "let the identity {identity} match the issuer {issuer}, the subject {subject} and the"
              + " audience {audience}: podpass trust chainguard",
          "correct the identity {identity}, or make it with podpass trust chainguard");

  public static final Preset CLOUDSMITH =
      new Preset(
          "cloudsmith",
          Optional.of("docker.cloudsmith.io"),
          "OIDC exchange",
          Optional.of("service"),
          ExchangeProfile.of(
              Map.of(
                  "url", "https://api.cloudsmith.io/openid/{organization}/",
                  "form", "json",
                  "token-field", "oidc_token",
                  "owner-field", "service_slug",
                  "owner-pattern", "*",
                  "annotation", "podpass.dev/cloudsmith-service",
                  "username", "token",
                  "expiry-form", "jwt")),
          List.of("organization"),
          "let an OpenID Connect provider of the organization trust the issuer {issuer} with the"
              + " claims sub {subject} and aud {audience} for the service account {identity}:"
              + " podpass trust cloudsmith",
          "correct organization in --exchange-fields");

  public Preset {
    required = List.copyOf(required);
  }

  /** The options that every entry has. */
  public EntryOptions entry() {
    return EntryOptions.of(id, home);
  }

  /** The first annotation that may name the identity. */
  public String annotation(ProviderSettings settings) {
    return ExchangeOptions.OWNER.annotation(profile.in(settings));
  }

  /** A field of the request that the operator has set. */
  public Optional<String> field(ProviderSettings settings, String name) {
    return settings.get(ExchangeOptions.FIELDS).find(name);
  }

  /** The base URL of the service of a registry. */
  public String server(ProviderSettings settings, RegistryHost registry) {
    UrlTemplate url = profile.in(settings).find(ExchangeOptions.URL).orElseThrow().value();
    URI endpoint = url.of(registry, settings.get(ExchangeOptions.FIELDS));
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
  }

  /** Fills in a hint. */
  static String fill(String hint, UnverifiedClaims claims, Optional<Sourced<String>> identity) {
    return hint.replace("{issuer}", claims.issuer())
        .replace("{subject}", claims.subject())
        .replace("{audience}", String.join(", ", claims.audiences()))
        .replace("{identity}", identity.map(Sourced::value).orElse(""));
  }
}
