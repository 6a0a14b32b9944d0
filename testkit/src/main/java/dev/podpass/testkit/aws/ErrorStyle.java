// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

/** The places where AWS's JSON services name an error's code. */
public enum ErrorStyle {
  /** {@code "__type":"Code"}. */
  PLAIN,
  /** {@code "__type":"com.amazonaws.ecr#Code"}. */
  PREFIXED,
  /** The header {@code x-amzn-ErrorType: Code:http://…}, and no {@code __type}. */
  HEADER
}
