// SPDX-License-Identifier: Apache-2.0
/** What a provider of registry credentials implements, and what it is given. */
module dev.podpass.spi {
  requires com.fasterxml.jackson.databind;
  requires static org.jspecify;

  exports dev.podpass.spi;
  exports dev.podpass.spi.failure;
  exports dev.podpass.spi.http;
  exports dev.podpass.spi.image;
  exports dev.podpass.spi.json;
  exports dev.podpass.spi.secret;
  exports dev.podpass.spi.token;
}
