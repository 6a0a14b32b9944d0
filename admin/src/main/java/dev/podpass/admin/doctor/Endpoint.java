// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.net.URI;
import java.util.Optional;

/** An endpoint that a pull would connect to, on a fixed server if DNS does not decide. */
record Endpoint(URI uri, Optional<PinnedServer> server) {
  static Endpoint of(ExchangeStep step) {
    return new Endpoint(step.endpoint(), step.server());
  }

  String name() {
    return uri.getHost() + server.map(fixed -> " on " + fixed.address()).orElse("");
  }

  /** A harmless request, whose answer proves address, name and certificate. */
  HttpRequest probe() {
    HttpRequest request =
        HttpRequest.of("GET", URI.create("https://" + uri.getRawAuthority() + "/"));
    return server.map(request::to).orElse(request);
  }
}
