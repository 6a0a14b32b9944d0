// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.List;
import java.util.function.Predicate;

/**
 * Finds the federated credential of an application that an assertion is for. The refusals are those
 * of Azure/azure-workload-identity issue 1200 and Azure/AKS issue 4228; that subjects are compared
 * before audiences is unverified.
 */
record CredentialMatch(Application application) {
  FederatedCredential find(String issuer, String subject, List<String> audience) {
    if (application.credentials().isEmpty()) {
      throw AssertionVerifier.refused(
          "AADSTS70025: The client '%s' has no configured federated identity credentials."
              .formatted(application.clientId()));
    }
    var ofIssuer =
        narrow(
            application.credentials(),
            known -> known.issuer().url().equals(issuer),
            "AADSTS700211",
            "issuer '" + issuer + "'");
    var ofSubject =
        narrow(
            ofIssuer,
            known -> known.subject().equals(subject),
            "AADSTS700213",
            "subject '" + subject + "'");
    var ofAudience =
        narrow(
            ofSubject,
            known -> audience.equals(List.of(known.audience())),
            "AADSTS700212",
            "audience '" + String.join(",", audience) + "'");
    return ofAudience.getFirst();
  }

  private static List<FederatedCredential> narrow(
      List<FederatedCredential> candidates,
      Predicate<FederatedCredential> matches,
      String code,
      String presented) {
    List<FederatedCredential> left = candidates.stream().filter(matches).toList();
    if (left.isEmpty()) {
      throw AssertionVerifier.refused(
          "%s: No matching federated identity record found for presented assertion %s. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation"
              .formatted(code, presented));
    }
    return left;
  }
}
