// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;

/** Credentials for one registry of the operator's own, which takes the pod's token itself. */
public final class TokenCredentialProvider implements RegistryCredentialProvider {
  static final ProviderOption<RegistryHost> REGISTRY =
      ProviderOption.of(
              "registry", "HOST[:PORT]", "The one registry that is served.", RegistryHost::parse)
          .required();

  static final ProviderOption<String> AUDIENCE =
      ProviderOption.text(
          "audience",
          "AUDIENCE",
          "What tokens must be meant for; the registry's host if not given.");

  static final ProviderOption<List<String>> USERNAME_ANNOTATIONS =
      ProviderOption.annotations("username-annotation", "The annotations that may name the user.")
          .withDefault("example.com/registry-username");

  static final ProviderOption<String> USERNAME =
      ProviderOption.text(
          "username", "NAME", "The user of service accounts without an annotation.");

  @Override
  public String id() {
    return "podtoken";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(REGISTRY, AUDIENCE, USERNAME_ANNOTATIONS, USERNAME);
  }

  @Override
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.named(List.of(settings.require(id(), REGISTRY).value()));
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    RegistryHost registry = settings.require(id(), REGISTRY).value();
    return Entry.of(hosts(settings), settings.findValue(AUDIENCE).orElse(registry.name()))
        .withAnnotations(settings.get(USERNAME_ANNOTATIONS))
        // Kubelet must not give the token of one pod to another.
        .perPod();
  }

  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    return pod.firstAnnotation(settings.get(USERNAME_ANNOTATIONS))
        .or(() -> settings.find(USERNAME))
        .map(user ->
            Exchange.as("user", user)
                .run(calls ->
                    Credential.of(user.value(), calls.token())
                        .expiringAt(pod.claims().validity().expiry())));
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return "set --podtoken-username";
  }
}
