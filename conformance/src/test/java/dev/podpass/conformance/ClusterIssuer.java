// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/**
 * The issuer of a cluster's tokens.
 *
 * @param url its {@code iss}
 * @param keyFile the private key, in PEM
 * @param discovery where the API server's code writes what it publishes
 */
record ClusterIssuer(String url, Path keyFile, Path discovery) {

  static ClusterIssuer create(String url, Path directory) {
    try {
      Path key = directory.resolve("sa.key");
      Files.writeString(key, newKey());
      return new ClusterIssuer(url, key, directory.resolve("discovery"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What clouds read, once a kubelet has run. */
  PublishedIssuer published() {
    Path document = discovery.resolve(".well-known/openid-configuration");
    try {
      String issuer = new JsonMapper().readTree(document.toFile()).path("issuer").asText();
      return PublishedIssuer.of(issuer, discovery.resolve("openid/v1/jwks"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no RSA key", e);
    }
  }
}
