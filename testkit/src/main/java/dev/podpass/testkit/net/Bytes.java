// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable piece of content. */
public final class Bytes {
  /** No content. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of the array. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** The text in UTF-8. */
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the content. */
  public byte[] toArray() {
    return value.clone();
  }

  /** The number of bytes. */
  public int size() {
    return value.length;
  }

  /** The content read as UTF-8. */
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return text();
  }
}
