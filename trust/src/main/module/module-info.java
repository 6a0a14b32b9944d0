// SPDX-License-Identifier: Apache-2.0
/** What a provider implements so that {@code podpass trust} can print the setup of its cloud. */
module dev.podpass.spi.trust {
  requires transitive dev.podpass.spi;
  requires static org.jspecify;

  exports dev.podpass.spi.trust;
}
