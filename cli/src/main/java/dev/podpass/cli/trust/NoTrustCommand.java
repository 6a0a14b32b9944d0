// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command {@code trust PROVIDER} of a provider without a guide, not shown in lists: says how
 * trust comes about there.
 *
 * @param provider the provider
 */
record NoTrustCommand(RegistryCredentialProvider provider) implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    CommandSpec spec =
        HelpText.of(this, provider.id(), "There is no guide for " + provider.id() + ".")
            .providerFlags(provider)
            .exits("64  there is no guide");
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public int run(CommandContext context) {
    throw new CredentialException(
        Kind.USAGE,
        "podpass has no trust guide for %s: there is no one tool for its registries"
            .formatted(provider.id()),
        "let the registry itself trust the cluster's issuer, with the audience that podpass config"
            + " --providers="
            + provider.id()
            + " prints");
  }
}
