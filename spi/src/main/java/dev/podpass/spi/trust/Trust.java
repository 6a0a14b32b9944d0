// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /** A shell script that adds what is missing, and stops at what is there and differs. */
  public String shell() {
    return script(
        """
        # Lets pods of the service account %s pull
        # %s:
        %s
        #
        # Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
        """,
        scripts.grant());
  }

  /** The reverse of {@link #shell}: a script that removes what that one adds. */
  public String removal() {
    return script(
        """
        # Removes what podpass trust has added, so that pods of the service account %s pull no longer
        # %s:
        %s
        #
        # Can be run again. It says what it leaves.
        """,
        scripts.remove());
  }

  private String script(String comment, String script) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("issuer", request.issuer());
    all.put("namespace", request.namespace());
    all.put("service_account", request.serviceAccount());
    all.putAll(values);
    String head =
        comment.formatted(
            request.namespace() + "/" + request.serviceAccount(),
            identity.isEmpty() ? "as themselves" : "as " + TrustScripts.plain(identity),
            request.images().stream()
                .map(image -> "#   " + image.name())
                .collect(Collectors.joining("\n")));
    return TrustScripts.withValues(head, all, script);
  }

  /**
   * The call of the Terraform module.
   *
   * @throws CredentialException of kind {@code USAGE} if there is none
   */
  public String terraform() {
    return module
        .orElseThrow(() ->
            new CredentialException(
                Kind.USAGE,
                "there is no Terraform module for this",
                "leave out --terraform, and run the script"))
        .text();
  }
}
