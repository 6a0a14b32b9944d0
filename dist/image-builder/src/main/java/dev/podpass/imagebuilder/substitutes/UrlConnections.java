// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;

/**
 * Removes the JDK's HTTP client with its NTLM, Negotiate and Digest authentication from the native
 * executable. Libraries bring transports of their own on it, which podpass replaces by its own one.
 * Without a proxy the JDK calls the same methods.
 */
@SuppressWarnings("DoNotCallSuggester")
final class UrlConnections {
  private UrlConnections() {}

  private static IOException refused() {
    return new IOException("URLs are not opened here; podpass has a transport of its own");
  }

  /** {@code http://}. */
  @TargetClass(className = "sun.net.www.protocol.http.Handler")
  static final class Http {
    private Http() {}

    @Substitute
    URLConnection openConnection(URL url, Proxy proxy) throws IOException {
      throw refused();
    }
  }

  /** {@code https://}. */
  @TargetClass(className = "sun.net.www.protocol.https.Handler")
  static final class Https {
    private Https() {}

    @Substitute
    URLConnection openConnection(URL url, Proxy proxy) throws IOException {
      throw refused();
    }
  }
}
