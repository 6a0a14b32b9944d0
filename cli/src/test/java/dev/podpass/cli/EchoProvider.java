// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.http.Connections;
import dev.podpass.image.RegistryHost;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.CacheScope;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.token.AcceptedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers for {@code echo.example} with the value of its option as the user name. */
public final class EchoProvider implements RegistryCredentialProvider {
  private static final ProviderOption<String> USER =
      ProviderOption.text("user", "NAME", "The user name.").orCloudVariable("ECHO_USER");
  private static final ProviderOption<Boolean> BROKEN = ProviderOption.flag("broken", "Breaks.");

  @Override
  public String id() {
    return "echo";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(USER, BROKEN);
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return new KubeletProfile(
        List.of("echo.example"), "aud", List.of(), KubeletProfile.CacheType.SERVICE_ACCOUNT);
  }

  @Override
  public boolean serves(RegistryHost host, ProviderSettings settings) {
    return host.name().equals("echo.example");
  }

  @Override
  public ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    if (settings.get(BROKEN)) {
      throw new IllegalStateException("hunter2");
    }
    String user = settings.find(USER).map(Sourced::toString).orElse("nobody");
    return new Plan(request.image().registry(), user);
  }

  private record Plan(RegistryHost registry, String user) implements ExchangePlan {
    @Override
    public Identity identity() {
      return new Identity(registry, "registry", List.of());
    }

    @Override
    public Set<String> audiences() {
      return Set.of();
    }

    @Override
    public List<ExchangeStep> steps() {
      return List.of();
    }

    @Override
    public CredentialAnswer exchange(Optional<AcceptedToken> token, Connections connections) {
      return new RegistryCredential(
          user, Secret.of("hunter2"), Optional.empty(), CacheScope.REGISTRY);
    }
  }
}
