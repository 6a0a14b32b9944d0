// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Public keys that the operator trusts, from a JWK Set (RFC 7517) such as the API server's {@code
 * /openid/v1/jwks}. RS256 with RSA keys, and ES256, ES384 and ES512 with keys of their curve: what
 * kube-apiserver signs with, and all that it accepts of an external signer. The key's type
 * determines the algorithm, never the token.
 *
 * @since 0.1
 */
public final class TrustedJwks {
  private static final int MAX_BYTES = 1 << 20;

  /** RFC 7518, section 3.4: each algorithm has its own curve. */
  private static final Map<String, Curve> CURVES =
      Map.of("ES256", Curve.P_256, "ES384", Curve.P_384, "ES512", Curve.P_521);

  private final JWKSet keys;
  private final Set<String> algorithms;
  private final String source;

  private TrustedJwks(JWKSet keys, Set<String> algorithms, String source) {
    this.keys = keys;
    this.algorithms = algorithms;
    this.source = source;
  }

  /**
   * {@return the keys of a JWK Set in a file}
   *
   * @param file a regular file of at most 1 MiB
   * @throws CredentialException of kind {@code CONFIGURATION} if the file contains none
   */
  public static TrustedJwks fromFile(Path file) {
    // A pipe would block, and a device may be endless.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw unreadable(file.toString(), "it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw unreadable(file.toString(), "it is larger than 1 MiB");
      }
      return parse(new String(content, UTF_8), file.toString());
    } catch (IOException e) {
      throw unreadable(file.toString(), "it cannot be read").causedBy(e);
    }
  }

  /**
   * {@return the keys of a JWK Set}
   *
   * @param json the text of the JWK Set
   * @param source its source, for messages
   * @throws CredentialException of kind {@code CONFIGURATION} if it is invalid
   */
  public static TrustedJwks parse(String json, String source) {
    try {
      Map<String, Object> set = JSONObjectUtils.parse(json);
      JWKSet keys = JWKSet.parse(set);
      if (keys.isEmpty()) {
        throw unreadable(source, "it has no RSA or EC key");
      }
      return new TrustedJwks(keys, algorithms(set), source);
    } catch (ParseException e) {
      throw unreadable(source, "it is not a JWK Set").causedBy(e);
    }
  }

  /** Also those of keys that the JOSE library does not know. */
  private static Set<String> algorithms(Map<String, Object> set) throws ParseException {
    return Stream.of(JSONObjectUtils.getJSONObjectArray(set, "keys"))
        .filter(key -> !"enc".equals(key.get("use")) && key.get("alg") instanceof String)
        .map(key -> key.get("alg").toString())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Rejects a token that none of the keys has signed. */
  void verify(ServiceAccountToken token) {
    try {
      JWSObject jws = JWSObject.parse(token.value().reveal());
      requireKnown(jws.getHeader().getAlgorithm().getName(), token);
      JWK key = keyFor(token);
      if (!jws.verify(verifierFor(key, jws.getHeader()))) {
        throw denied(token, "its signature is not by key " + key.getKeyID() + " of " + source);
      }
    } catch (ParseException | JOSEException e) {
      throw denied(token, "its signature cannot be verified").causedBy(e);
    }
  }

  /** {@return the ids of the keys; a key without one verifies nothing} */
  public Set<String> keyIds() {
    return keys.getKeys().stream()
        .map(JWK::getKeyID)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The algorithms that the keys name, as an API server's do. */
  Set<String> algorithms() {
    return algorithms;
  }

  /** The source of the keys. */
  @Override
  public String toString() {
    return source;
  }

  /** The set contains no ML-DSA key, because the JOSE library skips such keys. */
  private static void requireKnown(String algorithm, ServiceAccountToken token) {
    if (algorithm.startsWith("ML-DSA")) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the token of service account %s is signed by %s, which podpass cannot verify"
              .formatted(token.claims().workload(), algorithm),
          "remove --token-jwks, so that only the cloud verifies it; or sign with RS256 or ES256");
    }
  }

  private JWK keyFor(ServiceAccountToken token) {
    Optional<String> keyId = token.keyId();
    JWK key = keyId.map(keys::getKeyByKeyId).orElse(null);
    if (key == null) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the token of service account %s is signed with key %s, which is not in %s"
              .formatted(token.claims().workload(), keyId.orElse("(no kid)"), source),
          "the cluster's keys have been rotated, or it is another cluster's file: regenerate it"
              + " with kubectl get --raw /openid/v1/jwks");
    }
    return key;
  }

  private static JWSVerifier verifierFor(JWK key, JWSHeader header) throws JOSEException {
    String algorithm = header.getAlgorithm().getName();
    boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
    boolean fits = key.getAlgorithm() == null || algorithm.equals(key.getAlgorithm().getName());
    if (signs && fits && key instanceof RSAKey rsa && algorithm.equals("RS256")) {
      return new RSASSAVerifier(rsa);
    }
    if (signs && fits && key instanceof ECKey ec && ec.getCurve().equals(CURVES.get(algorithm))) {
      return new ECDSAVerifier(ec);
    }
    throw new JOSEException("algorithm " + algorithm + " does not belong to the key");
  }

  private static CredentialException denied(ServiceAccountToken token, String why) {
    return new CredentialException(
        Kind.DENIED,
        "the token of service account " + token.claims().workload() + " is refused: " + why,
        "it was forged, or issued by another cluster under the same key id");
  }

  private static CredentialException unreadable(String source, String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "the trusted keys in " + source + " cannot be used: " + why,
        "--token-jwks needs a JWK Set, as kubectl get --raw /openid/v1/jwks prints it");
  }
}
