// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.nimbusds.jose.jwk.JWKSet;
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
}
