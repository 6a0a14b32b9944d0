// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.util.Arrays;
import java.util.Optional;

/** What an answer is good for; in the answer, exactly so spelled. */
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
