// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The credential provider for registries that take the pod's token itself as the password. */
public final class PassthroughCredentialProvider extends FederatedProvider {
  static final EntryOptions ENTRY = EntryOptions.ofPassthrough();

  static final ProviderOption<String> USERNAME =
      ProviderOption.of(
              "username",
              "NAME",
              "The user name of the pod's token; Zot takes any, Harbor with 8gears' extension needs"
                  + " jwt.",
              UserName.PARSER)
          .withDefault("jwt");

  public PassthroughCredentialProvider() {
    super(ENTRY);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(ENTRY.registry(), EntryOptions.TOKEN_AUDIENCE, USERNAME);
  }

  /** The password is one pod's, so kubelet must not give it to another pod. */
  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return super.kubelet(settings).perPod();
  }

  @Override
  public boolean takesAnyAudience() {
    return true;
  }

  @Override
  Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings) {
    Sourced<String> username = settings.find(USERNAME).orElseThrow();
    return Optional.of(claims ->
        new Plan(
            identity(request, Stream.of(subject(claims), new Part("user", username))),
            username.value(),
            audience(settings)));
  }

  @Override
  String howToName(ProviderSettings settings) {
    return "set serviceAccountTokenAudience";
  }

  /** The plan to use the pod's token itself as the password. Nothing is sent by podpass. */
  private record Plan(Identity identity, String username, String audience) implements PodTokenPlan {

    @Override
    public PlanDescription description() {
      return PlanDescription.of(identity, Set.of(audience), List.of());
    }

    @Override
    public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
      return RegistryCredential.of(username, token.value())
          .expiringAt(token.claims().validity().expiry());
    }
  }
}
