// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.oidc.JwksFile;
import dev.podpass.spi.failure.CredentialException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the file of {@code --token-jwks} with the keys that the issuer publishes. */
record KeysCheck(EntryPrograms programs) {
  private static final String SUBJECT = "--token-jwks";
  private static final String REFRESH =
      "podpass node reconcile refreshes the file; by hand: kubectl get --raw /openid/v1/jwks";

  List<Check> check(List<FileEntry> entries) {
    return entries.stream().flatMap(entry -> check(entry).stream()).distinct().toList();
  }

  private Optional<Check> check(FileEntry entry) {
    return entry
        .option(SUBJECT)
        .map(file ->
            entry
                .option("--token-issuer")
                .map(issuer -> compare(entry, Path.of(file), issuer))
                .orElseGet(() ->
                    Check.skipped(
                        SUBJECT,
                        file + " is not compared: its issuer is not known",
                        "set --token-issuer beside --token-jwks")));
  }

  private Check compare(FileEntry entry, Path file, String issuer) {
    try {
      Set<String> missing =
          programs
              .context()
              .network()
              .with(
                  programs.settings(entry).readConnections(),
                  connections -> JwksFile.missing(file, issuer, connections));
      return missing.isEmpty()
          ? Check.ok(SUBJECT, "%s has the keys that %s publishes".formatted(file, issuer))
          : Check.failed(
              SUBJECT,
              "%s lacks the keys %s of %s: pulls with their tokens fail"
                  .formatted(file, String.join(", ", missing), issuer),
              REFRESH);
    } catch (CredentialException e) {
      return Check.warning(
          SUBJECT,
          "%s was not compared: %s".formatted(file, e.getMessage()),
          e.hint().orElse(REFRESH));
    }
  }
}
