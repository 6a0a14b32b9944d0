// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The trust setup of Chainguard for a service account: an assumable identity for the subject, with
 * the role to pull, by chainctl.
 *
 * @see <a
 *     href="https://edu.chainguard.dev/chainguard/chainctl/chainctl-docs/chainctl_iam_identities_create/">chainctl
 *     iam identities create</a>
 */
public final class ChainguardTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS =
      TrustScripts.beside(ChainguardTrust.class, "chainguard-", "chainguard.sh");

  @Override
  public String provider() {
    return "chainguard";
  }

  @Override
  public Trust trust(TrustRequest request) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", Preset.CHAINGUARD.entry().audience(request.settings()));
    values.put("annotation", Preset.CHAINGUARD.annotation(request.settings()));
    values.put("organization", QuayTrust.organization(request));
    values.put("identity", request.resource());
    return new Trust(
        request, "an identity of the organization", values, SCRIPTS, module(request, values));
  }

  private static Optional<ModuleCall> module(TrustRequest request, Map<String, String> values) {
    Map<String, Object> arguments = new LinkedHashMap<>(values);
    arguments.remove("identity");
    arguments.put("issuer", request.issuer());
    arguments.put(
        "service_accounts", Map.of(request.account(), values.getOrDefault("identity", "")));
    return Optional.of(new ModuleCall("chainguard", arguments));
  }
}
