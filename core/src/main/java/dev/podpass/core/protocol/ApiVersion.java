// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

/** The API version that request, response and kubelet's configuration must share. */
public final class ApiVersion {
  public static final String V1 = "credentialprovider.kubelet.k8s.io/v1";

  private ApiVersion() {}
}
