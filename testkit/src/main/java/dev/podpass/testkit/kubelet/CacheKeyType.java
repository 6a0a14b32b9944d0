// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.util.Arrays;
import java.util.Optional;

/** The scope of an answer, spelled as in the answer. */
public enum CacheKeyType {
  IMAGE("Image"),
  REGISTRY("Registry"),
  GLOBAL("Global");

  private final String text;

  CacheKeyType(String text) {
    this.text = text;
  }

  static Optional<CacheKeyType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
