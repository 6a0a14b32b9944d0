// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.TestInfo;

/**
 * A node: a kubelet of one version with podpass for its plugin, and clouds that trust the cluster's
 * issuer by the documents that the API server's code publishes.
 */
final class TestNode implements AutoCloseable {
  private static final String ISSUER = "https://oidc.example.com/cluster-1";

  private final Kubelet kubelet;
  private final String test;
  private final FakeClouds clouds = FakeClouds.start();
  private final PublishedIssuer issuer;

  TestNode(Kubelet kubelet, TestInfo test) {
    this.kubelet = kubelet;
    this.test = test.getTestMethod().map(Method::getName).orElse("");
    write("sa.key", newKey());
    this.issuer = publishIssuer();
    Clouds.trust(clouds, issuer);
  }

  FakeClouds clouds() {
    return clouds;
  }

  /** The cluster's issuer, as the clouds know it. */
  PublishedIssuer issuer() {
    return issuer;
  }

  /** Looks up the credentials of all pods' images, and searches the log for secrets. */
  PullReport pull(Configuration configuration, Manifest manifest, String... options) {
    configuration.names().forEach(this::link);
    PullReport report = run(write("config.yaml", configuration.document()), manifest, options);
    System.out.printf("   %s %s: %s%n", report.kubernetes(), test, report.summary());
    assertThat(report.log())
        .as("secrets in the log")
        .noneMatch(line -> line.contains("eyJ"))
        .noneMatch(line -> clouds.plantedSecrets().stream().anyMatch(line::contains));
    return report;
  }

  /** The same with a file or a directory for the configuration, whose plugins are there. */
  PullReport run(Path configuration, Manifest manifest, String... options) {
    List<String> command = new ArrayList<>();
    command.add(kubelet.program().toString());
    command.add("-image-credential-provider-config=" + configuration);
    command.add("-image-credential-provider-bin-dir=" + clouds.directory().resolve("plugins"));
    command.add("-manifest=" + write("manifest.yaml", manifest.yaml()));
    command.add("-service-account-signing-key-file=" + clouds.directory().resolve("sa.key"));
    command.add("-service-account-issuer=" + ISSUER);
    command.add("-discovery-dir=" + clouds.directory().resolve("discovery"));
    command.add("-show-passwords");
    command.addAll(List.of(options));
    return PullReport.parse(Command.run(clouds.environment(), command)); // The plugin's, too.
  }

  /** Puts the plugin where the kubelet looks for it, under the name of a provider. */
  void link(String name) {
    link(name, BuiltPlugin.path());
  }

  /** Puts another program there. */
  void link(String name, Path program) {
    Path directory = clouds.directory().resolve("plugins");
    try {
      Files.createDirectories(directory);
      Path link = directory.resolve(name);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A kubelet that pulls nothing of ours publishes the issuer's documents as well. */
  private PublishedIssuer publishIssuer() {
    Configuration any = Configuration.of("ecr");
    any.names().forEach(this::link);
    Manifest manifest =
        new Manifest().serviceAccount("app", Map.of()).pod("app", "example.com/app");
    run(write("config.yaml", any.document()), manifest);
    return PublishedIssuer.of(ISSUER, clouds.directory().resolve("discovery/openid/v1/jwks"));
  }

  private static String newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no RSA key", e);
    }
  }

  /** A file beside all the others of this node. */
  Path write(String name, String content) {
    try {
      return Files.writeString(clouds.directory().resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clouds.close();
  }
}
