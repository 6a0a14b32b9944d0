// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The user and password that the proxy wants. */
public record ProxyCredentials(String user, String password) {
  /** As they stand in the URL of a proxy, before the {@code @}. */
  public String userInfo() {
    return escape(user) + ":" + escape(password);
  }

  /** As {@code Proxy-Authorization: Basic} carries them. */
  public String encoded() {
    String pair = user + ":" + password;
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  boolean admits(Optional<String> proxyAuthorization) {
    return proxyAuthorization.filter(("Basic " + encoded())::equals).isPresent();
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
