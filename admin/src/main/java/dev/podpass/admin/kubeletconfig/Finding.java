// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

/** A problem in a {@code CredentialProviderConfig}, as {@code config lint} prints it. */
public record Finding(int line, Severity severity, String message) {

  public enum Severity {
    /** Kubelet does not start. */
    REJECTED,
    /** Kubelet starts, but the setting has no effect. */
    INEFFECTIVE,
    /** Kubelet starts; the setting may be intended. */
    WARNING
  }

  public static Finding rejected(int line, String message) {
    return new Finding(line, Severity.REJECTED, message);
  }

  public static Finding ineffective(int line, String message) {
    return new Finding(line, Severity.INEFFECTIVE, message);
  }

  public static Finding warning(int line, String message) {
    return new Finding(line, Severity.WARNING, message);
  }
}
