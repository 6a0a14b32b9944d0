// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
  private static final TrustScripts SCRIPTS = new TrustScripts("grant\n", "remove\n");

  @Test
  void aScriptIsPrintedAsItIsBehindItsValues() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("role", "My role (2)");
    values.put("empty", "");

    assertThat(trust(values, Map.of()).shell())
        .startsWith("#!/bin/sh\n# Lets pods of the service account team-a/app pull\n# as a role:\n")
        .endsWith(
            """
            issuer='https://oidc.example.com'
            namespace='team-a'
            service_account='app'
            mark='podpass-%s'
            role='My role (2)'
            empty=''
            grant
            """
                .formatted(request().key()));
    assertThat(trust(values, Map.of()).with(List.of("empty=full")).removal())
        .endsWith("role='My role (2)'\nempty='full'\nremove\n");
  }

  @Test
  void aValueThatOnlyTheGrantNeedsIsAskedForWithItsReason() {
    Map<String, String> values = Map.of("keys", Trust.UNSET + "the issuer is not public");

    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> trust(values, Map.of()).shell())
        .withMessage("the issuer is not public")
        .extracting(CredentialException::hint)
        .isEqualTo(Optional.of("give --set=keys=yes"));
    assertThat(trust(values, Map.of()).removal()).endsWith("\nkeys=''\nremove\n");
  }

  @ParameterizedTest
  @CsvSource({
    "shared, no",
    "shared_pool, maybe",
    "upload_keys, no",
    "public, NO",
    "pull_through, false"
  })
  void aSwitchTakesOnlyYes(String name, String value) {
    Trust trust = trust(Map.of(name, "yes"), Map.of());

    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> trust.with(List.of(name + "=" + value)))
        .withMessage("--set=%s takes only yes, not %s", name, value)
        .extracting(CredentialException::hint)
        .isEqualTo(Optional.of("leave it out, or give --set=" + name + "=yes"));
    assertThat(trust.with(List.of(name + "=", name + "=yes")).shell()).contains(name + "='yes'\n");
    assertThat(trust.with(List.of(name + "=")).shell()).contains(name + "=''\n");
  }

  @Test
  void aModuleIsCalledWithItsArguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("clusters", Map.of("a", "https://oidc.example.com"));
    arguments.put("pool", "b");
    arguments.put("pull_through", true);
    arguments.put("service_accounts", Map.of("team-a/app", Map.of("images", List.of("c", "d"))));

    assertThat(trust(Map.of(), arguments).terraform("v1.2.3"))
        .isEqualTo(
            """
            module "podpass_x" {
              source = "github.com/podpass/podpass//deploy/terraform/x?ref=v1.2.3"

              pool         = "b"
              pull_through = true
              clusters = {
                a = "https://oidc.example.com"
              }
              service_accounts = {
                "team-a/app" = {
                  images = ["c", "d"]
                }
              }
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(rm)", "a'b", "a\"b", "a;b", "a\nb", "`a`", "${a}", "%{a}", "a\\b", "ä", "-a", "a|b"
      })
  void refusesWhatAShellOrTerraformWouldRead(String value) {
    assertThatThrownBy(() -> trust(Map.of("a", value), Map.of()).shell())
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("cannot stand in a script");
    assertThatThrownBy(() -> trust(Map.of(), Map.of("a", value)).terraform("v1"))
        .hasMessageContaining("cannot stand in a script");
  }

  private static Trust trust(Map<String, String> values, Map<String, Object> arguments) {
    return new Trust(
        request(), "a role", values, SCRIPTS, Optional.of(new ModuleCall("x", arguments)));
  }

  private static TrustRequest request() {
    return new TrustRequest(
        "https://oidc.example.com",
        "team-a",
        "app",
        List.of(ImageReference.parse("registry.example/app")),
        ProviderSettings.NONE);
  }
}
