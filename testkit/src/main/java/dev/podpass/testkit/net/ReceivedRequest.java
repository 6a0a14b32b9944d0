// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.Optional;

/**
 * A request as it arrived at a fake host.
 *
 * @param connection the number of the connection; requests that share it came over one connection
 * @param host the host that the client connected to
 * @param target path and query, raw
 */
public record ReceivedRequest(
    long connection, String host, String method, String target, Headers headers, Bytes body) {

  /** The path, raw. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query without its question mark, raw. */
  public Optional<String> query() {
    int query = target.indexOf('?');
    return query < 0 ? Optional.empty() : Optional.of(target.substring(query + 1));
  }

  /** The value of the first header field of that name. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }
}
