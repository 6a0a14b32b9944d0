// SPDX-License-Identifier: Apache-2.0
package dev.podpass.protocol;

/** The version of the API, which request, response and kubelet's configuration must share. */
final class ApiVersion {
  static final String V1 = "credentialprovider.kubelet.k8s.io/v1";

  private ApiVersion() {}
}
