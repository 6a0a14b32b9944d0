// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.trust.ScriptTemplate;
import dev.podpass.spi.trust.TemplateTrust;
import dev.podpass.spi.trust.TrustRequest;

/**
 * The trust setup of Chainguard for a service account: an assumable identity for the subject, with
 * the role to pull, by chainctl.
 *
 * @see <a
 *     href="https://edu.chainguard.dev/chainguard/chainctl/chainctl-docs/chainctl_iam_identities_create/">chainctl
 *     iam identities create</a>
 */
public final class ChainguardTrust extends TemplateTrust<TrustText> {
  private static final ScriptTemplate SHELL =
      TrustText.annotating(
          "chainguard-head.sh", "chainguard-needs.sh", "chainguard.sh", "chainguard-trust.sh");
  private static final ScriptTemplate REMOVAL =
      TrustText.removing(
          "chainguard-remove-head.sh",
          "chainguard-needs.sh",
          "chainguard.sh",
          "chainguard-remove.sh");
  private static final ScriptTemplate MODULE = TrustText.part("chainguard.tf");

  /** Creates the guide. */
  public ChainguardTrust() {
    super(
        "chainguard",
        ChainguardTrust::text,
        text -> text.fill(SHELL),
        text -> text.fill(REMOVAL),
        text -> text.fill(MODULE));
  }

  private static TrustText text(TrustRequest request) {
    ProviderSettings settings = request.settings();
    return new TrustText(request, Preset.CHAINGUARD.entry().audience(settings))
        .word("ORGANIZATION", TrustText.organization(request))
        .word("ANNOTATION", Preset.CHAINGUARD.annotation(settings));
  }
}
