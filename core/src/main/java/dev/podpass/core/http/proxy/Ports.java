// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import java.net.URI;

/** The port of a URI: explicit, or the scheme's default. */
public final class Ports {
  private Ports() {}

  public static int of(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
