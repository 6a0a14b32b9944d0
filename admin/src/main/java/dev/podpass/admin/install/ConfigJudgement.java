// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.EditedConfig;
import dev.podpass.admin.kubeletconfig.ConfigFiles;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.admin.lint.ConfigLint;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.node.ProviderTokens;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.spi.Sourced;
import java.nio.file.Path;
import java.util.Optional;

/** Judges a configuration as kubelet would, before anything is written. */
final class ConfigJudgement {
  private ConfigJudgement() {}

  /**
   * Requires that the kubelet that runs accepts {@code tokenAttributes}, in the form that is
   * written. Where that is not certain, it is left to kubelet.
   *
   * @param written the version that the entries are for
   * @throws CredentialException of kind {@code CONFIGURATION} if it certainly does not
   */
  static void requireTokens(NodeInspection inspection, KubernetesVersion written) {
    inspection
        .running()
        .ifPresent(kubelet -> {
          ProviderTokens tokens = kubelet.tokens();
          if (!tokens.accepted()) {
            throw refused("tokenAttributes", tokens.reason(), tokens.todo());
          }
          kubelet.version().ifPresent(found -> requireForm(found, written));
        });
  }

  private static void requireForm(Sourced<String> found, KubernetesVersion written) {
    KubernetesVersion.find(found.value())
        .filter(version -> version.hasCacheType() != written.hasCacheType())
        .ifPresent(version -> {
          throw refused(
              "entries for " + written,
              "it is %s, from %s".formatted(found.value(), found.source()),
              "set --kubernetes=" + version);
        });
  }

  private static CredentialException refused(String what, String reason, String todo) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "kubelet would not start with %s, so nothing is changed: %s".formatted(what, reason),
        todo);
  }

  /**
   * Requires that kubelet starts with a text, together with the other files that it reads.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it would not
   */
  static void require(InstallRequest request, Node node, NodeLayout layout, String text) {
    ConfigLint lint = new ConfigLint(request.checks(), request.document().version());
    Path own = node.writer().place(layout.config());
    lint.add(layout.config(), text);
    layout
        .directory()
        .map(node.writer()::place)
        .filter(ConfigFiles::hasAny)
        .ifPresent(directory ->
            ConfigFiles.read(
                directory,
                (name, content) -> {
                  if (!Path.of(name).equals(own)) {
                    lint.add(name, content);
                  }
                }));
    if (lint.has(Severity.REJECTED)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet would not start with it, so nothing is changed: " + lint.found().getFirst(),
          "podpass config lint " + layout.directory().orElse(layout.config()));
    }
  }

  /** Of a directory of files, one that podpass did not make is another program's. */
  static void requireFree(NodeLayout layout, Optional<String> now, Optional<EditedConfig> edited) {
    if (layout.directory().isPresent() && now.isPresent() && edited.isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          layout.config() + " exists, and podpass did not put it there",
          "remove it, or merge it into another file of " + layout.directory().get());
    }
  }
}
