// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.conformance.PullReport.Lookup;

/** What is true of every credential that a kubelet would use for a pod's image. */
final class Credentials {
  private Credentials() {}

  /** There is one, with the coordinates by which the kubelet remembers whose it is (KEP-2535). */
  static Auth onlyCredential(Lookup lookup, String serviceAccount) {
    assertThat(lookup.auth()).as(lookup.image()).hasSize(1);
    Auth auth = lookup.auth().getFirst();
    assertThat(auth.serviceAccount()).isEqualTo(serviceAccount);
    assertThat(auth.serviceAccountUid()).isEqualTo(Manifest.uid(serviceAccount));
    return auth;
  }
}
