// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;

/** Sends requests to the APIs of Alibaba Cloud, each with a nonce and the time. */
record AlibabaApi(Connections connections) {
  /** Sends a request, made for each attempt anew from a nonce and the time, in ISO 8601. */
  HttpResponse send(BiFunction<String, String, HttpRequest> maker) {
    return connections.send(() -> make(maker), AlibabaFailure::isThrottling);
  }

  private HttpRequest make(BiFunction<String, String, HttpRequest> maker) {
    String time = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    ThreadLocalRandom chance = ThreadLocalRandom.current();
    String nonce = new UUID(chance.nextLong(), chance.nextLong()).toString();
    return maker.apply(nonce, time);
  }

  /** A path below an endpoint, which may end with a slash. */
  static URI at(URI endpoint, String path) {
    String base = endpoint.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
