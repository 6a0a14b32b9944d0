// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ValidatedToken;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Answers for {@code echo.example} with the value of its option as the user name, and notes its
 * calls.
 */
public final class EchoProvider implements RegistryCredentialProvider {
  private static final ProviderOption<String> USER =
      ProviderOption.text("user", "NAME", "The user name.").orCloudVariable("ECHO_USER");
  private static final Map<String, String> OWN =
      Map.of("--login", "--echo-user", "--mirrors", "--mirror");
  private static final ProviderOption<Boolean> BROKEN = ProviderOption.flag("broken", "Breaks.");

  /** How often each process of the tests has constructed it. */
  static final AtomicInteger CONSTRUCTED = new AtomicInteger();

  /** What was called since the last look, with the host. */
  static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

  public EchoProvider() {
    CONSTRUCTED.incrementAndGet();
  }

  @Override
  public String id() {
    return "echo";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(USER, BROKEN);
  }

  /** Its {@code --mirrors} has the form of {@code --mirror}. */
  @Override
  public Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.of(
        new ReplacedPlugin(
            "echo-plugin",
            Map.of("--login", "--login", "--mirrors", "--mirrors", "--break", "--break"),
            given ->
                given.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            theirs -> OWN.getOrDefault(theirs.getKey(), "--echo-broken"),
                            Map.Entry::getValue)),
            Set.copyOf(OWN.values()),
            List.of()));
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return KubeletProfile.of(List.of("echo.example"), "aud");
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    CALLS.add("serve " + host);
    return host.name().equals("echo.example") || host.name().equals("token.example")
        ? Optional.of(request -> plan(request, settings))
        : Optional.empty();
  }

  private static ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    CALLS.add("plan " + request.image().registry());
    if (settings.get(BROKEN)) {
      throw new IllegalStateException("hunter2");
    }
    if (request.image().registry().name().equals("token.example")) {
      return new TokenPlan(
          request.image().registry(),
          request.annotation("example.com/user").or(() -> settings.find(USER)).orElseThrow());
    }
    String user = settings.find(USER).map(Sourced::toString).orElse("nobody");
    return new Plan(request.image().registry(), user);
  }

  private record Plan(RegistryHost registry, String user) implements TokenlessPlan {
    @Override
    public PlanDescription description() {
      return PlanDescription.of(new Identity(registry, "registry", List.of()), Set.of(), List.of());
    }

    @Override
    public CredentialAnswer exchange(Connections connections) {
      CALLS.add("exchange " + registry);
      return RegistryCredential.of(user, Secret.of("hunter2"));
    }
  }

  /** One that asks for the token, and sends it to one place. */
  private record TokenPlan(RegistryHost registry, Sourced<String> user) implements PodTokenPlan {
    private static final URI ENDPOINT = URI.create("https://tokens.example/exchange");

    @Override
    public PlanDescription description() {
      return PlanDescription.of(
              new Identity(registry, "registry", List.of(new Identity.Part("user", user))),
              Set.of("aud"),
              List.of(new ExchangeStep("exchange", ENDPOINT)))
          .with(List.of(new Parameter("lifetime", "300s")));
    }

    @Override
    public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
      CALLS.add("exchange " + registry);
      HttpResponse response =
          connections.send(HttpRequest.of("POST", ENDPOINT).with(token.value().reveal()));
      return RegistryCredential.of(user.value(), Secret.of(response.text()));
    }
  }

  /** A guide with a value. */
  public record Guide() implements TrustGuide {
    @Override
    public String provider() {
      return "echo";
    }

    @Override
    public Trust trust(TrustRequest request) {
      request.requireServiceAccount();
      return new Trust(
          request,
          "an echo",
          Map.of("color", "blue"),
          new TrustScripts("echo grant\n", "echo remove\n"),
          Optional.of(new ModuleCall("echo", Map.of("images", request.names()))));
    }
  }
}
