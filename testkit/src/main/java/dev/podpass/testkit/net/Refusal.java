// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.Serial;

/** A service rejects a request; each service formats the error in its own way. */
public final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String message;

  public Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.message = message;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
