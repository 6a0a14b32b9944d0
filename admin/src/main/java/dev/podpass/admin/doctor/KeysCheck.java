// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.oidc.JwksFile;
import dev.podpass.admin.oidc.OidcDiscovery;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.token.AcceptedAlgorithms;
import dev.podpass.core.token.TrustedJwks;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Compares the file of {@code --token-jwks} with the keys that the issuer publishes, and their
 * signatures with those that the cloud accepts.
 */
record KeysCheck(EntryPrograms programs) {
  private static final String SUBJECT = "--token-jwks";
  private static final String SIGNATURES = "signatures";
  private static final String REFRESH =
      "podpass node reconcile refreshes the file; by hand: kubectl get --raw /openid/v1/jwks";

  List<Check> check(List<FileEntry> entries) {
    return entries.stream()
        .flatMap(entry -> Stream.concat(check(entry).stream(), signatures(entry).stream()))
        .distinct()
        .toList();
  }

  /** What the cloud of an entry says of the cluster's keys: those of the file, or of the issuer. */
  private List<Check> signatures(FileEntry entry) {
    try {
      ConfiguredProviders configured = programs.providers(entry);
      List<AcceptedAlgorithms> accepted =
          configured.providers().all().stream()
              .filter(provider -> isFor(entry, provider, configured))
              .map(provider -> new AcceptedAlgorithms(provider.tokenAlgorithms()))
              .toList();
      Optional<TrustedJwks> keys = accepted.isEmpty() ? Optional.empty() : keys(entry);
      return accepted.stream()
          .flatMap(algorithms -> keys.flatMap(of -> refusal(algorithms, of)).stream())
          .toList();
    } catch (CredentialException e) {
      return List.of(
          Check.skipped(
              SIGNATURES,
              "the cluster's keys are not known: " + e.text(),
              e.hint().orElse(REFRESH)));
    }
  }

  /** A key that is not accepted may be the next one, or the one before. */
  private static Optional<Check> refusal(AcceptedAlgorithms accepted, TrustedJwks keys) {
    return accepted
        .refusal(keys)
        .map(e ->
            accepted.refuseAll(keys)
                ? Check.failed(SIGNATURES, e.text(), e.hint().orElse(REFRESH))
                : Check.warning(SIGNATURES, e.text(), e.hint().orElse(REFRESH)));
  }

  /** Whether it takes the entry's tokens, and not those of any algorithm. */
  private static boolean isFor(
      FileEntry entry, RegistryCredentialProvider provider, ConfiguredProviders configured) {
    try {
      return !provider.tokenAlgorithms().isEmpty()
          && (configured.providers().all().size() == 1
              || entry.audience().equals(Optional.of(configured.kubelet(provider).audience())));
    } catch (CredentialException _) {
      return false; // It needs an option first.
    }
  }

  private Optional<TrustedJwks> keys(FileEntry entry) {
    return entry
        .option(SUBJECT)
        .map(file -> TrustedJwks.fromFile(Path.of(file)))
        .or(() ->
            entry
                .option("--token-issuer")
                .map(issuer ->
                    online(entry, connections -> OidcDiscovery.fetch(issuer, connections))));
  }

  private <T> T online(FileEntry entry, Function<Connections, T> work) {
    return programs.context().network().with(programs.settings(entry).readConnections(), work);
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
          online(entry, connections -> JwksFile.missing(file, issuer, connections));
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
