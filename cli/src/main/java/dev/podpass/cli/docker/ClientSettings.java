// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.DockerOptions;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.HashMap;
import java.util.Map;

/** How settings and advice differ where podpass runs in a pod, and not for kubelet. */
final class ClientSettings {
  /** How hints begin that are for a pod whose image kubelet pulls. */
  private static final String ANNOTATE = "annotate it with ";

  private ClientSettings() {}

  /**
   * The same with the options, and a cloud's variables if that is chosen. A pod's file system is
   * not a node's: answers are shared only where the pod names a place for them.
   */
  static CommandContext of(CommandContext context) {
    Arguments given = context.arguments();
    Arguments used =
        given.get(DockerOptions.CLOUD_VARIABLES)
            ? given.reading(cloudVariables(context.providers()))
            : given;
    boolean cached =
        used.text(PluginFlags.CACHE).isPresent() || used.text(PluginFlags.CACHE_DIR).isPresent();
    return new CommandContext(
        cached ? used : used.adding(Map.of(PluginFlags.CACHE.name(), "off")),
        context.providers(),
        context.process(),
        context.clock());
  }

  private static Map<String, String> cloudVariables(Providers providers) {
    Map<String, String> variables = new HashMap<>();
    providers
        .all()
        .forEach(provider ->
            provider.podVariables().ifPresent(cloud -> variables.putAll(cloud.options())));
    return variables;
  }

  /**
   * Reads the settings of a pull without mirrors: a client would send the credential of a mirror's
   * target to the registry that it names.
   */
  static PullSettings read(SettingsReader reader, CommandContext context) {
    PullSettings settings = reader.readPull(context.providers(), context.process().calledAs());
    if (!settings.providers().mirrors().all().isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "--mirror is for the node's container runtime, and docker clients do not follow it",
          "unset PODPASS_MIRROR, and name the mirror's registry in the client's images");
    }
    return settings.failingWhenUnavailable();
  }

  /** The failure without advice on annotations, which clients do not pass on, or on kubelet. */
  static CredentialException advising(CredentialException failure) {
    String hint = failure.hint().orElse("");
    return failure.kind() == Kind.NO_TOKEN
            || failure.kind() == Kind.NO_IDENTITY
            || hint.startsWith(ANNOTATE)
        ? new CredentialException(
            failure.kind(),
            failure.text().replaceFirst("; kubelet tries .*", ""),
            hint.replaceFirst("^" + ANNOTATE + "[^ ]+, or ", ""))
        : failure;
  }
}
