// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.Finding;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Mirror;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.ArrayList;
import java.util.List;

/** Lint rules for the mirrors of an entry of podpass's. */
record MirrorRules(Providers all, ConfiguredProviders configured) {
  List<Finding> check(FileEntry entry) {
    List<Mirror> mirrors = configured.mirrors().all();
    int line = line(entry);
    List<Finding> findings = new ArrayList<>();
    for (Mirror mirror : mirrors) {
      hidden(mirror, line, findings);
      unmatched(mirror, entry, line, findings);
      mirrors.stream()
          .filter(other -> !other.equals(mirror) && mirror.source().contains(other.source()))
          .forEach(other -> findings.add(overlap(mirror, other, line)));
    }
    return findings;
  }

  /** The line of the argument; of the entry, if a variable has them. */
  private static int line(FileEntry entry) {
    return entry.args().stream()
        .filter(arg -> arg.text().startsWith("--mirror"))
        .map(Text::line)
        .findFirst()
        .orElse(entry.line());
  }

  private void hidden(Mirror mirror, int line, List<Finding> findings) {
    for (RegistryCredentialProvider provider : all.all()) {
      ProviderSettings settings =
          configured.providers().all().contains(provider)
              ? configured.settings(provider)
              : ProviderSettings.NONE;
      if (Providers.serves(provider, mirror.source().registry(), settings)) {
        findings.add(
            Finding.warning(
                line,
                "the mirror %s hides %s, which the provider %s serves: its images get only the credential of %s"
                    .formatted(
                        mirror, mirror.source(), provider.id(), mirror.target().registry())));
      }
    }
  }

  private static void unmatched(Mirror mirror, FileEntry entry, int line, List<Finding> findings) {
    ImagePattern source = ImagePattern.parse(mirror.source().toString());
    if (entry.patterns().stream().noneMatch(source::overlaps)) {
      findings.add(
          Finding.ineffective(
              line,
              "the mirror %s has no effect: kubelet runs %s for no image of %s; add it to matchImages"
                  .formatted(mirror, entry.label(), mirror.source())));
    }
  }

  private static Finding overlap(Mirror wide, Mirror narrow, int line) {
    return Finding.warning(
        line,
        "the mirrors %s and %s overlap: images of %s follow the second"
            .formatted(wide, narrow, narrow.source()));
  }
}
