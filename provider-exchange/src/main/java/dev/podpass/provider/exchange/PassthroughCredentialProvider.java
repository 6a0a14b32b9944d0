// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Optional;

/** The credential provider for registries that take the pod's token itself as the password. */
public final class PassthroughCredentialProvider extends FederatedProvider {
  static final EntryOptions ENTRY = EntryOptions.ofPassthrough();

  static final ProviderOption<String> USERNAME =
      ProviderOption.of(
              "username",
              "NAME",
              "The user name of the pod's token; Zot takes any, Harbor with 8gears' extension needs"
                  + " jwt.",
              EntryOptions.USER_NAME)
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
  public Entry entry(ProviderSettings settings) {
    return super.entry(settings).perPod();
  }

  @Override
  public boolean takesAnyAudience() {
    return true;
  }

  /** Nothing is sent by podpass. */
  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    Sourced<String> username = settings.find(USERNAME).orElseThrow();
    return Optional.of(
        Exchange.as("subject", pod.subject())
            .and("user", username)
            .run(calls ->
                Credential.of(username.value(), calls.token())
                    .expiringAt(pod.claims().validity().expiry())));
  }

  /** Never asked: each pod has its token. */
  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return "set serviceAccountTokenAudience";
  }
}
