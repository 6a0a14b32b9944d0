// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client ids, tenant ids, and ids of managed identities. */
class IdsTest {
  private static final String UUID = "0A1B2C3D-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

  @Test
  void aClientIdIsAUuidInEitherCase() {
    assertThat(ClientId.parse(UUID)).hasToString("0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "msi",
        "my-application",
        "0a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d",
        "{0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d}",
        "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/../x",
        "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d\n",
        "0a1b2c3g-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
      })
  void nothingElseIs(String text) {
    assertRefused(() -> ClientId.parse(text), "is not a client id");
    assertRefused(() -> ManagedIdentityId.parse(text), "does not name a managed identity");
  }

  @ParameterizedTest
  @ValueSource(strings = {UUID, "contoso.onmicrosoft.com", "Contoso.Example"})
  void aTenantIsNamedByItsIdOrADomain(String text) {
    assertThat(TenantId.parse(text).text()).isEqualToIgnoringCase(text).isLowerCase();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "common",
        "organizations",
        "adfs",
        "a..b",
        ".contoso.com",
        "contoso.com/",
        "../x.y",
        "contoso.com/oauth2",
        "contoso.com?x",
        "contoso.com#x",
        "a.b@c.d",
        "a b.c",
        "a%2eb.c"
      })
  void nothingElseIsATenant(String text) {
    assertRefused(() -> TenantId.parse(text), "is not a tenant id");
  }

  @Test
  void aManagedIdentityIsNamedByEitherId() {
    String resource =
        "/subscriptions/8d2f1c4e-6a3b-4c5d-9e7f-1a2b3c4d5e6f/resourceGroups/MC_rg_(1)/providers/"
            + "Microsoft.ManagedIdentity/userAssignedIdentities/aks-agentpool";

    assertThat(ManagedIdentityId.parse(resource))
        .isEqualTo(new ManagedIdentityId("msi_res_id", resource));
    assertThat(ManagedIdentityId.parse(UUID).parameter()).isEqualTo("client_id");
    assertRefused(() -> ManagedIdentityId.parse(resource + "&x=y"), "does not name a managed");
  }

  private static void assertRefused(ThrowingCallable parse, String words) {
    FailedCall.assertFails(parse, Kind.CONFIGURATION, words);
  }
}
