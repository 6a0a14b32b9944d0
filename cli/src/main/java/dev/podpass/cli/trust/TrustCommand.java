// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.Invocation;
import dev.podpass.cli.help.HelpText;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command {@code trust}: prints how to make a cloud trust a service account; one subcommand per
 * provider.
 */
public final class TrustCommand implements Command {
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
        .<Command>flatMap(provider ->
            provider.trust().stream().map(guide -> new ProviderTrustCommand(provider, guide)))
        .toList();
  }

  @Override
  public int run(Invocation invocation) {
    String ids =
        invocation.providers().all().stream()
            .filter(provider -> provider.trust().isPresent())
            .map(provider -> "podpass trust " + provider.id())
            .collect(Collectors.joining(", "));
    throw new CredentialException(Kind.USAGE, "no provider is named", ids);
  }
}
