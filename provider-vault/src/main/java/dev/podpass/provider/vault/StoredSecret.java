// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns a secret of a store into a credential: user name, password, and how long it may be used. It
 * knows nothing of the store.
 *
 * @param fields those of user name and password; one is the password beside a fixed user name,
 *     otherwise a {@code .dockerconfigjson}
 * @param username the user name, if the secret has none
 * @param lifetime how long it is used until it is read again, if it does not end
 */
record StoredSecret(List<String> fields, Optional<String> username, Duration lifetime) {
  private static final Pattern FIELDS =
      Pattern.compile("(?:/(?:[ -+.0-}-]|~[01]){1,128}){1,8}|[A-Za-z0-9_.-]{1,128}");

  private static final String DOCKER_HUB = "docker.io";

  /** Parses one or two fields, separated by a comma. */
  static List<String> parseFields(String text) {
    List<String> fields = List.of(text.split(",", -1));
    if (fields.size() > 2 || !fields.stream().allMatch(FIELDS.asMatchPredicate())) {
      throw new IllegalArgumentException(
          "must be one or two fields: names such as password, or JSON pointers such as"
              + " /registry/password");
    }
    return fields;
  }

  /**
   * The credential in a secret.
   *
   * @param end when the secret ends; empty for one that is stored, and may change
   */
  Credential credential(CloudAnswer secret, RegistryHost registry, Optional<Instant> end) {
    Credential login = login(secret, registry);
    return end.isPresent() ? login.expiringAt(end) : login.readAgainAfter(lifetime);
  }

  private Credential login(CloudAnswer secret, RegistryHost registry) {
    if (username.isPresent()) {
      return Credential.of(username.get(), password(secret, fields.getLast()));
    }
    if (fields.size() == 2) {
      return Credential.of(
          parent(secret, fields.getFirst()).text(name(fields.getFirst())),
          password(secret, fields.getLast()));
    }
    return ofDockerConfig(
        CloudAnswer.of(password(secret, fields.getFirst()).reveal().getBytes(UTF_8)), registry);
  }

  private static Secret password(CloudAnswer secret, String field) {
    return parent(secret, field).password(name(field));
  }

  private static CloudAnswer parent(CloudAnswer secret, String field) {
    CloudAnswer object = secret;
    List<String> names = names(field);
    for (String name : names.subList(0, names.size() - 1)) {
      object = object.object(name);
    }
    return object;
  }

  private static String name(String field) {
    return names(field).getLast();
  }

  private static List<String> names(String field) {
    return field.startsWith("/")
        ? Arrays.stream(field.substring(1).split("/", -1))
            .map(name -> name.replace("~1", "/").replace("~0", "~"))
            .toList()
        : List.of(field);
  }

  private static Credential ofDockerConfig(CloudAnswer config, RegistryHost registry) {
    CloudAnswer auths = config.object("auths");
    CloudAnswer login =
        keys(registry)
            .filter(auths::has)
            .findFirst()
            .map(auths::object)
            .orElseThrow(
                () -> new MalformedAnswerException("its auths do not contain " + registry));
    if (!login.has("auth")) {
      return Credential.of(login.text("username"), login.password("password"));
    }
    String[] pair = decoded(login.text("auth")).split(":", 2);
    if (pair.length != 2 || pair[1].isEmpty()) {
      throw new MalformedAnswerException("its auth is not USERNAME:PASSWORD in base64");
    }
    return Credential.of(pair[0], Secret.of(pair[1]));
  }

  private static String decoded(String base64) {
    try {
      return CloudAnswer.utf8(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      throw new MalformedAnswerException("its auth is not base64");
    }
  }

  /** The names by which Docker and kubectl write a registry. */
  private static Stream<String> keys(RegistryHost registry) {
    String name = registry.toString();
    Stream<String> hosts =
        name.equals(DOCKER_HUB) ? Stream.of(name, "index.docker.io") : Stream.of(name);
    return hosts
        .flatMap(host -> Stream.of("", "https://").map(scheme -> scheme + host))
        .flatMap(server -> Stream.of("", "/", "/v1/", "/v2/").map(path -> server + path));
  }
}
