// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * A service account token yet to be minted. Each method gives another one that differs in that
 * alone; {@link #mint} makes the token. Claims come in the order of their names, as in Kubernetes.
 */
public final class PodToken {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Object> claims;
  private final Signing signing;
  private final BiFunction<String, Signing, String> mint;

  private PodToken(
      Map<String, Object> claims, Signing signing, BiFunction<String, Signing, String> mint) {
    this.claims = claims;
    this.signing = signing;
    this.mint = mint;
  }

  static PodToken of(String issuer, Instant now, BiFunction<String, Signing, String> mint) {
    Map<String, Object> identity = new TreeMap<>();
    Map<String, Object> claims = new TreeMap<>();
    claims.put("iss", issuer);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("kubernetes.io", identity);
    return new PodToken(claims, Signing.RS256, mint)
        .audience("sts.amazonaws.com")
        .issuedAt(now)
        .lifetime(Duration.ofHours(1))
        .serviceAccount("team-a", "app")
        .pod("app-7d4b9c-x2x9p")
        .node("node-1");
  }

  /** The service account, which is also the subject. */
  public PodToken serviceAccount(String namespace, String name) {
    return claim("sub", "system:serviceaccount:" + namespace + ":" + name)
        .kubernetes("namespace", namespace)
        .kubernetes("serviceaccount", reference(namespace + "/" + name, name));
  }

  /** The pod that the token is bound to. */
  public PodToken pod(String name) {
    return kubernetes("pod", reference("pod/" + name, name));
  }

  /** The node that the pod runs on. */
  public PodToken node(String name) {
    return kubernetes("node", reference("node/" + name, name));
  }

  /** The audiences, as a list even if it is one. */
  public PodToken audience(String... audiences) {
    return claim("aud", List.of(audiences));
  }

  /** When it was issued; valid from then, with an unchanged lifetime. */
  public PodToken issuedAt(Instant time) {
    long seconds = time.getEpochSecond();
    long lifetime = seconds("exp") - seconds("iat");
    return claim("iat", seconds).claim("nbf", seconds).claim("exp", seconds + lifetime);
  }

  /** How long after its issue it expires. */
  public PodToken lifetime(Duration lifetime) {
    return claim("exp", seconds("iat") + lifetime.toSeconds());
  }

  /** From when on it is valid, if not from its issue. */
  public PodToken notBefore(Instant time) {
    return claim("nbf", time.getEpochSecond());
  }

  /** Any claim with any value, such as {@code aud} as a string. */
  public PodToken claim(String name, Object value) {
    Map<String, Object> changed = new TreeMap<>(claims);
    changed.put(name, value);
    return new PodToken(changed, signing, mint);
  }

  /** Leaves a claim out. */
  public PodToken without(String name) {
    Map<String, Object> changed = new TreeMap<>(claims);
    changed.remove(name);
    return new PodToken(changed, signing, mint);
  }

  /** How it is signed; RS256 by default. */
  public PodToken signed(Signing how) {
    return new PodToken(claims, how, mint);
  }

  /** The token, which is planted as a secret from now on. */
  public String mint() {
    try {
      return mint.apply(JSON.writeValueAsString(claims), signing);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("claims are no JSON: " + claims, e);
    }
  }

  private PodToken kubernetes(String name, Object value) {
    Map<String, Object> identity = new TreeMap<>();
    if (claims.get("kubernetes.io") instanceof Map<?, ?> present) {
      present.forEach((key, old) -> identity.put((String) key, old));
    }
    identity.put(name, value);
    return claim("kubernetes.io", identity);
  }

  private static Map<String, Object> reference(String unique, String name) {
    String uid = UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8)).toString();
    return new TreeMap<>(Map.of("name", name, "uid", uid));
  }

  private long seconds(String name) {
    return claims.get(name) instanceof Long seconds ? seconds : 0;
  }
}
