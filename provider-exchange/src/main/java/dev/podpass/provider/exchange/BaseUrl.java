// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.image.RegistryHost;
import java.net.URI;

/** The base URL of a service: it ends without a slash, so that a path can follow. */
public final class BaseUrl {
  private BaseUrl() {}

  /** The base URL that an operator gives. */
  public static String of(URI url) {
    return url.toString().replaceFirst("/+$", "");
  }

  /** The base URL of a registry that is its own service. */
  public static String of(RegistryHost host) {
    return "https://" + host;
  }
}
