// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

/**
 * Something about a {@code CredentialProviderConfig} that its author should know.
 *
 * @param line where it stands, from 1
 * @param severity what comes of it
 * @param message what it is, and what to do
 */
public record Finding(int line, Severity severity, String message) {

  /** What comes of it. */
  public enum Severity {
    /** Kubelet does not start with it. */
    REJECTED,
    /** Kubelet takes it, and it does not do what it was written for. */
    INEFFECTIVE,
    /** It may be meant. */
    WARNING
  }

  /** One that kubelet does not start with. */
  public static Finding rejected(int line, String message) {
    return new Finding(line, Severity.REJECTED, message);
  }

  /** One that does not do what it was written for. */
  public static Finding ineffective(int line, String message) {
    return new Finding(line, Severity.INEFFECTIVE, message);
  }

  /** One that may be meant. */
  public static Finding warning(int line, String message) {
    return new Finding(line, Severity.WARNING, message);
  }
}
