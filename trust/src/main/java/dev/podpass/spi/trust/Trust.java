// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import dev.podpass.spi.failure.CredentialException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a guide has found out for a request.
 *
 * @param request the request
 * @param identity as whom the service account is to pull, with its article; empty if as itself
 * @param values what the scripts need beside issuer and service account, by the names of variables
 * @param scripts the scripts
 * @param module the call of the Terraform module, if there is one
 * @since 0.1
 */
public record Trust(
    TrustRequest request,
    String identity,
    Map<String, String> values,
    TrustScripts scripts,
    Optional<ModuleCall> module) {
  /**
   * Stands for a value that the operator is to set; followed by a reason, for one that only the
   * grant needs.
   */
  public static final String UNSET = "\0";

  /** Variables that a script takes for yes unless they are empty. */
  private static final Set<String> SWITCHES =
      Set.of("shared", "shared_pool", "upload_keys", "public", "pull_through");

  /**
   * {@return the shell script that adds what is missing, and stops if something exists with a
   * different value}
   */
  public String shell() {
    return script(
        "Lets pods of the service account %s pull",
        ": it adds what is missing, leaves everything else unchanged, and stops if something exists"
            + " with a different value.",
        scripts.grant());
  }

  /** {@return the reverse of {@link #shell}: a script that removes what that one adds} */
  public String removal() {
    return script(
        "Removes what podpass trust has added, so that pods of the service account %s pull no"
            + " longer",
        ". It says what it leaves.", scripts.remove());
  }

  private String script(String does, String again, String script) {
    if (scripts.equals(TrustScripts.NONE)) {
      throw TrustRequest.refused(
          "there is no script for " + request.account(),
          "print the call of the Terraform module with --terraform");
    }
    Map<String, String> all = new LinkedHashMap<>();
    all.put("issuer", request.issuer());
    all.put("namespace", request.namespace());
    all.put("service_account", request.serviceAccount());
    all.put("mark", "podpass-" + request.key());
    all.putAll(values);
    all.forEach((name, value) -> {
      if (value.equals(UNSET)) {
        throw TrustRequest.refused("the script needs a " + name, "give --set=" + name + "=NAME");
      }
      if (value.startsWith(UNSET) && script.equals(scripts.grant())) {
        throw TrustRequest.refused(value.substring(1), "give --set=" + name + "=yes");
      }
    });
    all.replaceAll((_, value) -> value.startsWith(UNSET) ? "" : value);
    String as = identity.isEmpty() ? "as themselves" : "as " + TrustScripts.plain(identity);
    return "#!/bin/sh\n# %s\n# %s:\n".formatted(does.formatted(request.account()), as)
        + request.names().stream().map("#   %s\n"::formatted).collect(Collectors.joining())
        + "#\n# Can be run again%s\n".formatted(again)
        + "# shellcheck disable=SC2034 # Not every script needs each value.\n"
        + all.entrySet().stream()
            .map(set -> "%s='%s'\n".formatted(set.getKey(), TrustScripts.plain(set.getValue())))
            .collect(Collectors.joining())
        + script;
  }

  /**
   * {@return the same with other values for the scripts}
   *
   * @param assignments {@code NAME=VALUE} each
   * @throws CredentialException of kind {@code USAGE} if there is no such variable, or if it is a
   *     switch and the value is neither {@code yes} nor empty
   */
  public Trust with(List<String> assignments) {
    Map<String, String> all = new LinkedHashMap<>(values);
    for (String assignment : assignments) {
      String[] set = assignment.split("=", 2);
      if (all.replace(set[0], set[1]) == null) {
        throw TrustRequest.refused(
            "the scripts have no variable " + set[0],
            "set one of " + String.join(", ", values.keySet()));
      }
      if (SWITCHES.contains(set[0]) && !set[1].isEmpty() && !set[1].equals("yes")) {
        throw TrustRequest.refused(
            "--set=%s takes only yes, not %s".formatted(set[0], set[1]),
            "leave it out, or give --set=%s=yes".formatted(set[0]));
      }
    }
    return new Trust(request, identity, all, scripts, module);
  }

  /**
   * {@return the call of the Terraform module, as {@code terraform fmt} formats it}
   *
   * @param tag of the repository that has the module
   * @throws CredentialException of kind {@code USAGE} if there is none
   */
  public String terraform(String tag) {
    return module
        .orElseThrow(() ->
            TrustRequest.refused(
                "there is no Terraform module for this",
                "leave out --terraform, and run the script"))
        .text(tag);
  }
}
