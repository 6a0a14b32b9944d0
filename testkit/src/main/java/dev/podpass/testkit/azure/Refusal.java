// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.io.Serial;

/** Why a service does not do what it was asked; every service has its own way to say it. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String message;

  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.message = message;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
