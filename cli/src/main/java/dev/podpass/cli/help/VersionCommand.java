// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.admin.text.Facts;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.process.BuildInfo;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what this program was built of. */
public final class VersionCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "version",
            "Show the version, the commit and date of the build, and the SDKs in it.",
            "--version prints the first line alone.")
        .flags(Usage.JSON)
        .examples(providers, "podpass version", "podpass version --json")
        .exits("0   printed");
  }

  @Override
  public int run(CommandContext context) {
    BuildInfo build = BuildInfo.CURRENT;
    Map<String, Object> providers = new LinkedHashMap<>();
    for (RegistryCredentialProvider provider : context.providers().all()) {
      providers.put(provider.id(), build.sdks().getOrDefault(provider.id(), added(provider)));
    }
    if (!context.providers().broken().isEmpty()) {
      providers.put("unusable", String.join("; ", context.providers().broken()));
    }
    return context.report(
        Facts.of(
            "podpass",
            Facts.of(
                "version", build.version(),
                "commit", build.commit(),
                "date", build.date(),
                "java", build.jdk(),
                "libjava", BuildInfo.libjava()),
            "providers",
            providers));
  }

  /** Of a provider that was added to the class path, its jar and the version of that. */
  private static String added(RegistryCredentialProvider provider) {
    Class<?> type = provider.getClass();
    if (type.getName().startsWith("dev.podpass.")) {
      return "no SDK";
    }
    String version = type.getPackage().getImplementationVersion();
    return Providers.place(type) + (version == null ? "" : " " + version);
  }
}
