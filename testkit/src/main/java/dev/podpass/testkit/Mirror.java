// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.FakeNetwork;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every host of every cloud, which refuses nobody: what it issues is a JWT with the requests that
 * led to it, so a password tells whom the clouds were shown. It verifies nothing; {@link Serve}'s
 * clouds do.
 */
public final class Mirror implements FakeHost {
  /** The claim of a token issued here with the requests, oldest first. */
  private static final String TRAIL = "trail";

  /** What services call a token that they issue. */
  private static final List<String> TOKENS =
      List.of(
          "access_token",
          "accessToken",
          "token",
          "id_token",
          "refresh_token",
          "password",
          "Token",
          "AuthorizationToken");

  /** Registries that nobody federates with, as Docker writes them. */
  private static final List<String> STORED =
      List.of(
          "ghcr.io", "https://index.docker.io/v1/", "registry.redhat.io", "nexus.example.com:8443");

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant EXPIRY = Instant.ofEpochSecond(4_000_000_000L);
  private static final long LIFE = 3600;

  private Mirror() {}

  /** Serves until standard input ends, and prints the environment that leads a program here. */
  public static void main(String[] directory) throws IOException {
    Mirror mirror = new Mirror();
    FakeNetwork network = FakeNetwork.start(Optional.empty(), ServerKeys.P256);
    AtomicInteger asked = new AtomicInteger();
    network.serve(_ -> {
      if (asked.incrementAndGet() % 1000 == 0) {
        network.received().clear();
      }
      return Optional.of(mirror);
    });
    ServerCertificates cluster = new ServerCertificates(ServerKeys.P256);
    int port = network.serveDirect(BindingServer.NAME, mirror, cluster);
    ObjectNode environment =
        JSON.createObjectNode()
            .put("HTTPS_PROXY", network.proxy().toString())
            .put("SSL_CERT_FILE", file(directory[0], "ca.pem", network.trustedPem()))
            .put(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                network.servePlain("169.254.169.254", mirror).toString())
            .put(
                "GCE_METADATA_HOST",
                network.servePlain("metadata.google.internal", mirror).getAuthority())
            .put(
                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                network.servePlain("imds.azure", mirror).toString())
            .put("BINDING_SERVER", "127.0.0.1:" + port)
            .put("BINDING_NAME", BindingServer.NAME)
            .put("BINDING_CA", file(directory[0], "cluster-ca.pem", cluster.trustedPem()));
    System.out.println(environment);
    System.in.transferTo(OutputStream.nullOutputStream());
    network.close();
  }

  private static String file(String directory, String name, String text) throws IOException {
    return Files.writeString(Path.of(directory, name), text).toString();
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    ObjectNode step = JSON.createObjectNode();
    ArrayNode trail = JSON.createArrayNode();
    step.put("host", request.host()).put("path", request.path());
    request.query().ifPresent(query -> fields(step, query));
    body(step, request);
    request.header("Authorization").ifPresent(value -> authorization(step, value));
    for (String header :
        new String[] {
          "x-amz-security-token", "x-acs-security-token", "X-Vault-Token", "X-Vault-Namespace"
        }) {
      request.header(header).ifPresent(value -> step.put(header, value));
    }
    for (int i = 1; i <= 2; i++) {
      request.header("X-Vault-Inline-Auth-Parameter-" + i).ifPresent(value -> inline(step, value));
    }
    step.properties()
        .forEach(field -> {
          JsonNode claims = claims(field.getValue().asText());
          if (claims.has(TRAIL)) {
            claims.get(TRAIL).forEach(trail::add);
          }
          if (claims.isObject()) {
            field.setValue(
                claims.has(TRAIL) ? JSON.getNodeFactory().textNode("of the step before") : claims);
          }
        });
    trail.add(step);
    return answer(request, step, token(trail));
  }

  private static Answer answer(ReceivedRequest request, ObjectNode step, String token) {
    String path = request.path();
    String action = step.path("Action").asText();
    String acs = request.header("x-acs-version").orElse("");
    if (request.header("X-Vault-Request").isPresent()) {
      return Answer.json(200, stored(path, token).toString());
    } else if (request.header("X-Amz-Target").isPresent()) {
      String aws = Base64.getEncoder().encodeToString(bytes("AWS:" + token));
      ObjectNode data = JSON.createObjectNode().put("authorizationToken", aws);
      data.put("expiresAt", EXPIRY.getEpochSecond());
      ObjectNode body = JSON.createObjectNode();
      boolean alone = request.header("X-Amz-Target").orElse("").startsWith("Spencer");
      body.set("authorizationData", alone ? data : JSON.createArrayNode().add(data));
      return Answer.of(200, "application/x-amz-json-1.1", body.toString());
    } else if (action.equals("AssumeRoleWithWebIdentity")) {
      return Answer.of(
          200,
          "text/xml",
          """
          <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
            <AssumeRoleWithWebIdentityResult><Credentials>
              <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
              <SessionToken>%s</SessionToken><Expiration>%s</Expiration>
            </Credentials></AssumeRoleWithWebIdentityResult>
          </AssumeRoleWithWebIdentityResponse>
          """
              .formatted(token, EXPIRY));
    } else if (path.endsWith(":generateAccessToken")) {
      ObjectNode granted = JSON.createObjectNode().put("accessToken", token);
      return Answer.json(200, granted.put("expireTime", EXPIRY.toString()).toString());
    } else if (path.equals("/v2/")) {
      return Answer.json(401, "{}")
          .with(
              "Www-Authenticate",
              "Bearer realm=\"https://%1$s/oauth2/token\",service=\"%1$s\""
                  .formatted(request.host()));
    } else if (path.endsWith("/iam/security-credentials/")) {
      return Answer.of(200, "text/plain", "node");
    } else if (path.equals("/latest/api/token")) {
      return Answer.of(200, "text/plain", token)
          .with("X-aws-ec2-metadata-token-ttl-seconds", "21600");
    }
    return Answer.json(200, everything(token, acs).toString()).with("Metadata-Flavor", "Google");
  }

  /** A login's answer beside a secret in the shape of its engine, in each form of a secret. */
  private static ObjectNode stored(String path, String token) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("auth").put("client_token", token).put("lease_duration", LIFE);
    ObjectNode data = body.putObject("data");
    if (path.contains("/data/")) {
      data.putObject("metadata");
      data = data.putObject("data");
    } else if (path.contains("/creds/")) {
      body.put("lease_id", path).put("lease_duration", LIFE);
    }
    ObjectNode config = JSON.createObjectNode();
    ObjectNode auths = config.putObject("auths");
    for (String registry : STORED) {
      auths.putObject(registry).put("username", "mirrored").put("password", token);
    }
    data.put("username", "mirrored").put("password", token);
    data.put(".dockerconfigjson", config.toString());
    return body;
  }

  /** The fields of all other answers at once. */
  private static ObjectNode everything(String token, String acs) {
    long expiry = EXPIRY.getEpochSecond();
    ObjectNode body = JSON.createObjectNode();
    for (String name : TOKENS) {
      body.put(name, token);
    }
    body.put("token_type", "Bearer").put("expires_in", LIFE).put("expires_on", expiry);
    body.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
    body.put("expireTime", EXPIRY.toString()).put("expiry", EXPIRY.toString());
    body.put("username", "mirrored").put("TempUsername", "cr_temp_user");
    body.put("Code", acs.isEmpty() ? "Success" : "success").put("IsSuccess", true);
    body.put("RequestId", "1").put("ExpireTime", EXPIRY.toEpochMilli()).put("Type", "AWS-HMAC");
    body.put("AccessKeyId", "ASIAEXAMPLE").put("SecretAccessKey", "secret");
    body.put("Expiration", EXPIRY.toString());
    body.putObject("data")
        .put("tempUserName", "cr_temp_user")
        .put("authorizationToken", token)
        .put("expireDate", EXPIRY.toEpochMilli());
    body.putObject("Credentials")
        .put("AccessKeyId", "STS.EXAMPLE")
        .put("AccessKeySecret", "secret")
        .put("SecurityToken", token)
        .put("Expiration", EXPIRY.toString());
    return body;
  }

  private static void body(ObjectNode step, ReceivedRequest request) {
    String text = request.body().text();
    if (text.startsWith("{")) {
      try {
        step.setAll((ObjectNode) JSON.readTree(text));
      } catch (JsonProcessingException e) {
        step.put("body", text);
      }
    } else if (!text.isEmpty()) {
      fields(step, text);
    }
  }

  private static void inline(ObjectNode step, String parameter) {
    try {
      JsonNode pair = JSON.readTree(Base64.getUrlDecoder().decode(parameter));
      step.set(pair.path("key").asText(), pair.path("value"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fields(ObjectNode step, String text) {
    Form.parse(text, IllegalStateException::new).fields().forEach(step::put);
  }

  private static void authorization(ObjectNode step, String value) {
    String[] words = value.split(" ", 2);
    if (words[0].equals("Basic")) {
      String[] pair =
          new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8).split(":", 2);
      step.put("user", pair[0]).put("password", pair[1]);
    } else if (words[0].equals("Bearer")) {
      step.put("bearer", words[1]);
    }
  }

  /** Those of a JWT; of any other text nothing. */
  private static JsonNode claims(String text) {
    String[] parts = text.split("\\.", -1);
    try {
      return parts.length == 3 && text.startsWith("eyJ")
          ? JSON.readTree(Base64.getUrlDecoder().decode(parts[1]))
          : JSON.missingNode();
    } catch (IOException | IllegalArgumentException e) {
      return JSON.missingNode();
    }
  }

  private static String token(ArrayNode trail) {
    ObjectNode claims = JSON.createObjectNode().put("exp", EXPIRY.getEpochSecond());
    claims.set(TRAIL, trail);
    return "eyJhbGciOiJub25lIn0." + encode(claims.toString()) + ".c2lnbmF0dXJl";
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
