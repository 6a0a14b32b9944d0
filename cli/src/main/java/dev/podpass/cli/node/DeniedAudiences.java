// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.apiserver.TokenRequestAccess;
import dev.podpass.admin.apiserver.TokenRequestAccess.Answer;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.spi.failure.CredentialException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The audiences for which kubelet may not request tokens, as the API server tells kubelet. What it
 * does not tell, such as where kubelet's kubeconfig names a program, keeps no pass from anything.
 */
final class DeniedAudiences {
  private DeniedAudiences() {}

  static List<String> of(CommandContext context, NodeFiles files, ConfigDocument document) {
    Optional<String> account = context.arguments().find(NodeFlags.NODE_GRANT);
    if (account.isEmpty()) {
      return List.of();
    }
    try {
      NodeInspection node = new NodeInspection(files);
      // Kubelet connects through its own proxies.
      Map<String, String> variables = node.kubeletEnvironment();
      CheckContext ofKubelet = context.checks().with(variables);
      return node.kubeconfig()
          .map(path ->
              new TokenRequestAccess(
                  files, path, ofKubelet.settings(List.of(), variables).readConnections()))
          .map(access -> denied(access, document, account.get()))
          .orElse(List.of());
    } catch (CredentialException _) {
      return List.of();
    }
  }

  /** An API server that cannot be asked once would let each audience wait. */
  private static List<String> denied(
      TokenRequestAccess access, ConfigDocument document, String account) {
    return document.entries().stream()
        .map(entry -> entry.profile().audience())
        .distinct()
        .map(audience -> Map.entry(audience, access.ask(audience, account)))
        .takeWhile(answer -> !(answer.getValue() instanceof Answer.Unknown))
        .filter(answer -> answer.getValue() instanceof Answer.Denied)
        .map(Map.Entry::getKey)
        .toList();
  }
}
