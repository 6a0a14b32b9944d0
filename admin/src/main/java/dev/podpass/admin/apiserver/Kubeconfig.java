// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlReader.YamlSyntaxException;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Sequence;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.ClientCertificate;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The API server and the credential for it that kubelet's kubeconfig names: a client certificate or
 * a token. The program that some platforms name there is not run.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig</a>
 */
record Kubeconfig(NodeFiles files, String path, Mapping cluster, Mapping user) {

  static Kubeconfig read(NodeFiles files, String path) {
    String text = files.read(path).orElseThrow(() -> unusable(path, "cannot be read"));
    try {
      List<YamlValue> documents = YamlReader.readKubeconfig(text);
      if (documents.size() == 1 && documents.getFirst() instanceof Mapping whole) {
        Optional<String> current = text(whole, "current-context");
        Mapping context = named(whole, "contexts", "context", current, path);
        return new Kubeconfig(
            files,
            path,
            named(whole, "clusters", "cluster", text(context, "cluster"), path),
            named(whole, "users", "user", text(context, "user"), path));
      }
      throw unusable(path, "is not a kubeconfig");
    } catch (YamlSyntaxException e) {
      throw unusable(path, "is not YAML").causedBy(e);
    }
  }

  URI server() {
    String server = text(cluster, "server").orElse("");
    if (!server.matches("https://[0-9A-Za-z.:\\[\\]-]+(/[\\w./-]*)?")) {
      throw unusable(path, "names no server over HTTPS");
    }
    return URI.create(server.replaceFirst("/$", ""));
  }

  CaBundle trust() {
    return new CaBundle(
        List.of(),
        List.of(
            material(cluster, "certificate-authority")
                .orElseThrow(() -> unusable(path, "names no certificate authority"))));
  }

  /** Empty if a token is the credential. */
  Optional<ClientCertificate> certificate() {
    Optional<String> chain = material(user, "client-certificate");
    Optional<String> key = material(user, "client-key");
    try {
      return chain.isPresent() && key.isPresent()
          ? Optional.of(ClientCertificate.of(chain.get(), Secret.of(key.get())))
          : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(path, "has a client certificate that cannot be read").causedBy(e);
    }
  }

  /** The token, if no certificate is the credential. */
  Optional<Secret> token() {
    Optional<String> token =
        text(user, "token")
            .or(() -> text(user, "tokenFile").flatMap(this::file).map(String::strip));
    return token.filter(text -> !text.isEmpty()).map(Secret::of);
  }

  /** The program that would make the credential; podpass does not run it. */
  Optional<String> program() {
    return Optional.ofNullable(user.get("exec"))
        .map(item -> item instanceof Mapping exec ? text(exec, "command").orElse("exec") : "exec");
  }

  /** What a field of base64 data holds, or the file that another names. */
  private Optional<String> material(Mapping mapping, String name) {
    try {
      return text(mapping, name + "-data")
          .map(data -> new String(Base64.getDecoder().decode(data), UTF_8))
          .or(() -> text(mapping, name).flatMap(this::file));
    } catch (IllegalArgumentException e) {
      throw unusable(path, "has a %s-data that is not base64".formatted(name)).causedBy(e);
    }
  }

  /** Relative paths begin at the kubeconfig's directory. */
  private Optional<String> file(String name) {
    return files.read(Path.of(path).resolveSibling(name).normalize().toString());
  }

  private static Mapping named(
      Mapping whole, String list, String field, Optional<String> name, String path) {
    return (whole.get(list) instanceof Sequence items ? items.items().stream() : Stream.empty())
        .flatMap(item -> item instanceof Mapping mapping ? Stream.of(mapping) : Stream.empty())
        .filter(mapping -> name.isPresent() && text(mapping, "name").equals(name))
        .map(mapping -> mapping.get(field))
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .findFirst()
        .orElseThrow(() -> unusable(path, "has no %s of its current context".formatted(field)));
  }

  private static Optional<String> text(Mapping mapping, String name) {
    @Nullable YamlValue value = mapping.get(name);
    return value != null && value.plain() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  private static CredentialException unusable(String path, String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "kubelet's kubeconfig %s %s".formatted(path, why),
        "run this as root on the node");
  }
}
