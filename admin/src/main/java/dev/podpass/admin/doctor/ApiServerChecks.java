// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.apiserver.ApiServer;
import dev.podpass.admin.apiserver.Kubeconfig;
import dev.podpass.admin.apiserver.NodePod;
import dev.podpass.admin.apiserver.ServiceAccountName;
import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
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
  private String user = "";
  private Optional<List<NodePod>> pods = Optional.empty();

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
      skip("not queried: kubelet's kubeconfig was not found", "look for kubelet's --kubeconfig");
      return;
    }
    String path = kubeconfig.get().value();
    try {
      Optional<String> text = files.readTrusted(path);
      if (text.isEmpty()) {
        skip(
            path + " cannot be read, so the API server is not queried",
            files.seesAll()
                ? "kubelet writes it when it joins the cluster; else correct its --kubeconfig"
                : "run this as root");
        return;
      }
      Path directory = Path.of(path).resolveSibling("");
      Kubeconfig read =
          Kubeconfig.read(
              text.get(), file -> files.readTrusted(directory.resolve(file).toString()));
      user = ask(read, ApiServer::user);
      kubelet = ask(read, api -> api.kubeletVersion(user));
      usable = Optional.of(read);
      checks.add(
          Check.ok(
              SUBJECT,
              "%s knows kubelet as %s%s"
                  .formatted(read.server(), user, kubelet.map(v -> ", version " + v).orElse(""))));
    } catch (CredentialException e) {
      skip(
          "not queried with " + path + ": " + e.line(),
          "run the commands below with your own kubectl");
    }
  }

  /** Skips the queries. */
  void skip(String because, String todo) {
    checks.add(Check.skipped(SUBJECT, because, todo));
  }

  /** The kubelet version that the node object reports. */
  Optional<String> kubeletVersion() {
    return kubelet;
  }

  /**
   * Returns all results, including whether kubelet may request tokens for the entries' audiences.
   *
   * @param entries of kubelet's configuration
   * @param accounts the service accounts to check; empty for those of the node's pods
   */
  public List<Check> check(List<FileEntry> entries, List<ServiceAccountName> accounts) {
    List<String> audiences =
        entries.stream()
            .flatMap(entry -> entry.token().stream())
            .flatMap(token -> token.audience().stream())
            .map(FileEntry.Text::text)
            .distinct()
            .toList();
    for (String audience : audiences) {
      RbacCheck right = new RbacCheck("RBAC for " + audience, TOKEN_VERB, audience);
      checks.add(may(right, entries, accounts, List.of(audience)));
    }
    return List.copyOf(checks);
  }

  private Check may(
      RbacCheck right,
      List<FileEntry> entries,
      List<ServiceAccountName> accounts,
      List<String> audiences) {
    if (usable.isEmpty()) {
      return Check.skipped(right.subject(), "API server not queried", right.byHand());
    }
    Kubeconfig kubeconfig = usable.get();
    try {
      if (!accounts.isEmpty()) {
        return ask(kubeconfig, api -> right.ofGiven(api, accounts));
      }
      Optional<Check> everywhere = ask(kubeconfig, right::everywhere);
      if (everywhere.isPresent()) {
        return everywhere.get();
      }
      NeededAccounts needed = new NeededAccounts(entries, pods(kubeconfig));
      return ask(kubeconfig, api -> right.ofPods(api, needed, audiences));
    } catch (CredentialException e) {
      return Check.skipped(right.subject(), e.line(), "look at the API server's log");
    }
  }

  /** The node's pods; if the API server does not list them, the checks say that none was used. */
  private List<NodePod> pods(Kubeconfig kubeconfig) {
    if (pods.isEmpty()) {
      pods = Optional.of(listed(kubeconfig));
    }
    return pods.get();
  }

  private List<NodePod> listed(Kubeconfig kubeconfig) {
    try {
      return ask(kubeconfig, api -> api.pods(user));
    } catch (CredentialException _) {
      return List.of();
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
