// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.pki.CertificateKind;
import dev.podpass.testkit.pki.ServerCertificates;
import java.io.IOException;
import java.net.Socket;

/** The proxy once more, itself behind TLS. */
record SecureProxy(ServerCertificates certificates, ConnectProxy proxy)
    implements Listener.Handler {
  static final String HOST = "localhost";

  @Override
  public void handle(Socket socket) throws IOException {
    var sockets = certificates.context(HOST, CertificateKind.GENUINE).getSocketFactory();
    proxy.handle(sockets.createSocket(socket, null, true));
  }
}
