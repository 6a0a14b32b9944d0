// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.spi.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The certificate, with its chain, and the private key of a client of TLS (RFC 8446 4.4.2). */
public final class ClientCertificate extends X509ExtendedKeyManager {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:EC |RSA )?)PRIVATE KEY-----([^-]+)-----END ");

  private static final String ALIAS = "client";

  private final X509Certificate[] chain;
  private final PrivateKey key;

  private ClientCertificate(X509Certificate[] chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /** Reads both from PEM: keys as OpenSSL, Go and kubeadm write them. */
  public static ClientCertificate of(String certificates, Secret keyPem)
      throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate[] chain =
        factory
            .generateCertificates(new ByteArrayInputStream(certificates.getBytes(ISO_8859_1)))
            .toArray(X509Certificate[]::new);
    Matcher pem = KEY.matcher(keyPem.reveal());
    if (chain.length == 0 || !pem.find()) {
      throw new GeneralSecurityException("there is no certificate, or no private key");
    }
    PublicKey publicKey = chain[0].getPublicKey();
    byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
    byte[] pkcs8 = pem.group(1).isEmpty() ? der : pkcs8(publicKey, der);
    return new ClientCertificate(
        chain,
        KeyFactory.getInstance(publicKey.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
  }

  /** A key of RFC 8017 or RFC 5915 in PKCS #8 (RFC 5958), whose algorithm is the public key's. */
  private static byte[] pkcs8(PublicKey publicKey, byte[] key) throws GeneralSecurityException {
    ByteBuffer algorithm =
        DerElement.first(ByteBuffer.wrap(publicKey.getEncoded())).first().whole();
    byte[] algorithmBytes = new byte[algorithm.remaining()];
    algorithm.get(algorithmBytes);
    return der(0x30, new byte[] {2, 1, 0}, algorithmBytes, der(0x04, key));
  }

  private static byte[] der(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] each : contents) {
      content.writeBytes(each);
    }
    int length = content.size();
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    if (length > 0xff) {
      element.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8)});
    } else if (length > 0x7f) {
      element.write(0x81);
    }
    element.write(length);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    for (String type : keyTypes) {
      if (type.startsWith(key.getAlgorithm())) {
        return ALIAS;
      }
    }
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
