// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.Calls;
import dev.podpass.spi.http.HttpRequest;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** What requests to the APIs of Alibaba Cloud have in common: each has a nonce and the time. */
final class AlibabaApi {
  private AlibabaApi() {}

  /** A maker of requests, each anew from a nonce and the time, in ISO 8601. */
  static Supplier<HttpRequest> requests(
      Calls calls, BiFunction<String, String, HttpRequest> maker) {
    return () -> {
      ThreadLocalRandom chance = ThreadLocalRandom.current();
      return maker.apply(
          new UUID(chance.nextLong(), chance.nextLong()).toString(),
          calls.now().truncatedTo(ChronoUnit.SECONDS).toString());
    };
  }

  /** A path below an endpoint, which may end with a slash. */
  static URI at(URI endpoint, String path) {
    String base = endpoint.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
