// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command {@code trust}: prints how to make a cloud trust a service account; one subcommand per
 * provider that has a guide.
 */
public final class TrustCommand implements Command {
  /** The guides of the class path; in a native image, of the class path at build time. */
  private static final Map<String, TrustGuide> GUIDES =
      ServiceLoader.load(TrustGuide.class).stream()
          .map(ServiceLoader.Provider::get)
          .collect(Collectors.toMap(TrustGuide::provider, Function.identity()));

  /** The guide of a provider, if there is one. */
  public static Optional<TrustGuide> guide(String provider) {
    return Optional.ofNullable(GUIDES.get(provider));
  }

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "trust",
            "Print what makes a provider's cloud trust a service account.",
            "A script with the cloud's own tool, to be read and then run, or Terraform. Nothing is"
                + " sent.")
        .examples(providers, "podpass trust ID --help")
        .exits("64  no provider is named");
  }

  @Override
  public List<Command> below(Providers providers) {
    return providers.all().stream()
        .flatMap(provider ->
            guide(provider.id()).stream()
                .map(guide -> (Command) new ProviderTrustCommand(provider, guide)))
        .toList();
  }

  @Override
  public int run(CommandContext context) {
    String ids =
        context.providers().all().stream()
            .filter(provider -> guide(provider.id()).isPresent())
            .map(provider -> "podpass trust " + provider.id())
            .collect(Collectors.joining(", "));
    throw TrustRequest.refused("no provider is named", ids);
  }
}
