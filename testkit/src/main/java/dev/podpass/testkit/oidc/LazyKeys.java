// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import org.jspecify.annotations.Nullable;

/** Keys that are made when first needed: an RSA key takes long, and many tests need none. */
final class LazyKeys {
  static final LazyKeys SHARED = new LazyKeys();

  private @Nullable SigningKeys keys;

  synchronized SigningKeys get() {
    if (keys == null) {
      keys = SigningKeys.generate();
    }
    return keys;
  }
}
