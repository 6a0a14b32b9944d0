// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.apiserver.ApiServer;
import dev.podpass.admin.apiserver.Kubeconfig;
import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.failure.CredentialException;
import dev.podpass.http.ConnectionSettings;
import dev.podpass.spi.Sourced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The checks of {@code doctor} that query the API server with kubelet's credentials: identity,
 * version, permissions.
 */
public final class ApiServerChecks {
  private static final String SUBJECT = "API server";
  private static final String TOKEN_VERB = "request-serviceaccounts-token-audience";

  private final CheckContext context;
  private final List<Check> checks = new ArrayList<>();
  private Optional<Kubeconfig> usable = Optional.empty();
  private Optional<String> kubelet = Optional.empty();

  /**
   * Creates the checks for a node's API server.
   *
   * @param context with kubelet's own environment, because its proxy variables apply
   */
  public ApiServerChecks(CheckContext context) {
    this.context = context;
  }

  /** Authenticates with kubelet's kubeconfig. */
  public void identify(NodeFiles files, Optional<Sourced<String>> kubeconfig) {
    if (kubeconfig.isEmpty()) {
      leave("not queried: kubelet's kubeconfig was not found", "look for kubelet's --kubeconfig");
      return;
    }
    String path = kubeconfig.get().value();
    try {
      Optional<String> text = files.readTrusted(path);
      if (text.isEmpty()) {
        leave(
            path + " cannot be read, so the API server is not queried",
            "run this as root on the node, unless it is missing");
        return;
      }
      Path folder = Path.of(path).resolveSibling("");
      Kubeconfig read =
          Kubeconfig.read(text.get(), file -> files.readTrusted(folder.resolve(file).toString()));
      String user = ask(read, ApiServer::user);
      kubelet = ask(read, api -> api.kubeletVersion(user));
      usable = Optional.of(read);
      checks.add(
          Check.ok(
              SUBJECT,
              "%s knows kubelet as %s%s"
                  .formatted(read.server(), user, kubelet.map(v -> ", version " + v).orElse(""))));
    } catch (CredentialException e) {
      leave(
          "not queried with " + path + ": " + e.line(),
          "run the commands below with your own kubectl");
    }
  }

  /** Skips the queries. */
  void leave(String because, String todo) {
    checks.add(Check.skipped(SUBJECT, because, todo));
  }

  /** The kubelet version that the node object reports. */
  Optional<String> kubeletVersion() {
    return kubelet;
  }

  /** Returns all results, including whether kubelet may request tokens for these audiences. */
  public List<Check> check(List<String> audiences) {
    for (String audience : audiences) {
      checks.add(
          may(
              "RBAC for " + audience,
              TOKEN_VERB,
              audience,
              "podpass rbac --providers=… | kubectl apply -f -"));
    }
    if (!audiences.isEmpty()) {
      checks.add(
          may(
              "RBAC to read annotations",
              "get",
              "serviceaccounts",
              "podpass rbac --providers=… | kubectl apply -f -"));
    }
    return List.copyOf(checks);
  }

  private Check may(String subject, String verb, String resource, String todo) {
    if (usable.isEmpty()) {
      return Check.skipped(
          subject,
          "API server not queried",
          "kubectl auth can-i %s '%s' --as=system:node:$(hostname) --as-group=system:nodes"
              .formatted(verb, resource));
    }
    try {
      boolean allowed = ask(usable.get(), api -> api.allows(verb, resource));
      return allowed
          ? Check.ok(subject, "kubelet may " + verb + " " + resource)
          : Check.failed(
              subject,
              "kubelet may not " + verb + " " + resource + ", so its pulls are anonymous",
              todo);
    } catch (CredentialException e) {
      return Check.skipped(subject, e.line(), "look at the API server's log");
    }
  }

  private <T> T ask(Kubeconfig kubeconfig, Function<ApiServer, T> question) {
    context.network().progress("asking " + kubeconfig.server());
    ConnectionSettings settings =
        context
            .settings(List.of(), context.environment())
            .readConnections()
            .to(kubeconfig.trust(), kubeconfig.client());
    return context
        .network()
        .with(settings, connections -> question.apply(new ApiServer(kubeconfig, connections)));
  }
}
