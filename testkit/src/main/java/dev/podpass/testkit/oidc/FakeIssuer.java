// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An issuer of service account tokens, which also serves its discovery document and keys. */
public final class FakeIssuer implements FakeCloud {
  private final URI url;
  private final Clock clock;
  private final PlantedSecrets planted;
  private final LazyKeys keys;

  private FakeIssuer(URI url, Clock clock, PlantedSecrets planted, LazyKeys keys) {
    this.url = url;
    this.clock = clock;
    this.planted = planted;
    this.keys = keys;
  }

  /**
   * An issuer with keys that all such issuers of this process share: use it for one issuer of a
   * test.
   */
  public static FakeIssuer withSharedKeys(URI url, Clock clock, PlantedSecrets planted) {
    return new FakeIssuer(url, clock, planted, LazyKeys.SHARED);
  }

  /** An issuer with keys of its own. */
  public static FakeIssuer withOwnKeys(URI url, Clock clock, PlantedSecrets planted) {
    return new FakeIssuer(url, clock, planted, new LazyKeys());
  }

  /** The URL, which is the {@code iss} of its tokens. */
  public String url() {
    return url.toString();
  }

  /**
   * The token of pod {@code app-7d4b9c-x2x9p} of {@code team-a/app} for {@code sts.amazonaws.com},
   * issued now for an hour; to be varied, and minted.
   */
  public PodToken token() {
    return PodToken.of(url(), clock.instant(), this::mint);
  }

  /** What is registered of it in a cloud. */
  public PublishedIssuer published() {
    return new PublishedIssuer(url(), keys.get().published());
  }

  /** Writes its public keys to a file and hands the file back. */
  public Path writeJwks(Path file) {
    try {
      return Files.writeString(file, jwks());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<FakeHost> host(String name) {
    return name.equals(url.getHost()) ? Optional.of(this::answer) : Optional.empty();
  }

  private Answer answer(ReceivedRequest request) {
    if (request.target().equals(url.getPath() + "/.well-known/openid-configuration")) {
      return Answer.json(200, discovery());
    }
    return request.target().equals(url.getPath() + "/keys")
        ? Answer.json(200, jwks())
        : Answer.status(404);
  }

  private String jwks() {
    JWKSet published = keys.get().published();
    return published.toString();
  }

  private String discovery() {
    return """
    {"issuer":"%s","jwks_uri":"%s/keys","authorization_endpoint":"urn:kubernetes:programmatic_authorization",\
    "response_types_supported":["id_token"],"subject_types_supported":["public"],\
    "claims_supported":["sub","iss"],"id_token_signing_alg_values_supported":["RS256","ES256"]}\
    """
        .formatted(url, url);
  }

  private String mint(String claims, Signing signing) {
    String token = new TokenSigner(keys.get()).sign(claims, signing);
    String signature = token.substring(token.lastIndexOf('.') + 1);
    if (!signature.isEmpty()) {
      planted.plant(signature); // Half a token in a log is a leak as well.
    }
    return planted.plant(token);
  }

  /** Keys that are made when first needed: an RSA key takes long, and many tests need none. */
  private static final class LazyKeys {
    static final LazyKeys SHARED = new LazyKeys();

    private @Nullable SigningKeys keys;

    synchronized SigningKeys get() {
      if (keys == null) {
        keys = SigningKeys.generate();
      }
      return keys;
    }
  }

  /** Turns claims into a token, signed well or badly. */
  private static final class TokenSigner {
    private final SigningKeys keys;

    TokenSigner(SigningKeys keys) {
      this.keys = keys;
    }

    String sign(String claims, Signing signing) {
      try {
        return switch (signing) {
          case RS256 -> rs256(claims, keys.rsa(), keys.rsa().getKeyID());
          case ES256 ->
              sign(claims, JWSAlgorithm.ES256, keys.ec().getKeyID(), new ECDSASigner(keys.ec()));
          case WRONG_KEY -> rs256(claims, Strangers.KEYS.rsa(), keys.rsa().getKeyID());
          case UNKNOWN_KEY -> rs256(claims, Strangers.KEYS.rsa(), Strangers.KEYS.rsa().getKeyID());
          case TAMPERED -> tampered(claims);
          case NONE ->
              Base64URL.encode("{\"alg\":\"none\"}") + "." + Base64URL.encode(claims) + ".";
          case HS256_WITH_PUBLIC_KEY ->
              sign(
                  claims,
                  JWSAlgorithm.HS256,
                  keys.rsa().getKeyID(),
                  new MACSigner(keys.rsa().toPublicKey().getEncoded()));
        };
      } catch (JOSEException e) {
        throw new IllegalStateException("token cannot be signed: " + signing, e);
      }
    }

    private String tampered(String claims) throws JOSEException {
      String[] parts = rs256(claims, keys.rsa(), keys.rsa().getKeyID()).split("\\.", -1);
      String changed = claims.replace("\"jti\":\"", "\"jti\":\"0");
      return parts[0] + "." + Base64URL.encode(changed) + "." + parts[2];
    }

    private static String rs256(String claims, RSAKey key, String keyId) throws JOSEException {
      return sign(claims, JWSAlgorithm.RS256, keyId, new RSASSASigner(key));
    }

    private static String sign(
        String claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
        throws JOSEException {
      JWSHeader header = new JWSHeader.Builder(algorithm).keyID(keyId).build();
      JWSObject token = new JWSObject(header, new Payload(claims));
      token.sign(signer);
      return token.serialize();
    }

    /** Keys of no issuer. Created when first needed, and then shared. */
    private static final class Strangers {
      static final SigningKeys KEYS = SigningKeys.generate();
    }
  }
}
