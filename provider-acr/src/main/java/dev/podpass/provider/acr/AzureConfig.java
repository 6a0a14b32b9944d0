// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The node's {@code azure.json} (cloud provider config). A client secret in it is not read.
 *
 * @see <a href="https://cloud-provider-azure.sigs.k8s.io/install/configs/">cloud provider
 *     config</a>
 */
record AzureConfig(
    Path file,
    Optional<AzureCloud> cloud,
    Optional<Sourced<TenantId>> tenant,
    Optional<Sourced<ManagedIdentityId>> managed,
    boolean servicePrincipal) {

  /**
   * Reads the file at once, so that plans do no I/O. An unusable file fails only plans for Azure's
   * registries: pulls from other clouds do not need it.
   */
  static Supplier<AzureConfig> load(Path file) {
    try {
      AzureConfig config = read(file);
      return () -> config;
    } catch (CredentialException e) {
      return () -> {
        throw e;
      };
    }
  }

  /** What the file is assumed to say where it cannot be read; empty if it can be, or is wrong. */
  static Optional<AzureConfig> assumed(Supplier<AzureConfig> loaded, Optional<AzureCloud> cloud) {
    try {
      var _ = loaded.get();
      return Optional.empty();
    } catch (CredentialException e) {
      // A placeholder, which no tenant can be named.
      Sourced<TenantId> tenant = new Sourced<>(new TenantId("NODE_TENANT"), "the node's file");
      return Optional.of(e)
          .filter(failure -> failure.getCause() instanceof IOException)
          .map(_ ->
              new AzureConfig(
                  Path.of("azure.json"), cloud, Optional.of(tenant), Optional.empty(), false));
    }
  }

  static AzureConfig read(Path file) {
    ObjectNode document = document(file);
    Optional<Sourced<ManagedIdentityId>> managed =
        value(document, "userAssignedIdentityID", file, ManagedIdentityId::parse);
    boolean principal =
        ClientId.UUID.matcher(text(document, "aadClientId")).matches()
            && !document.path("useManagedIdentityExtension").asBoolean();
    String cloud = text(document, "cloud");
    return new AzureConfig(
        file,
        cloud.isEmpty() ? Optional.of(AzureCloud.PUBLIC) : AzureCloud.named(cloud),
        value(document, "tenantId", file, TenantId::parse),
        managed,
        principal && managed.isEmpty());
  }

  private static ObjectNode document(Path file) {
    // A pipe would block, and a device may be endless.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw unusable(file, "it is not a regular file");
    }
    try {
      return StrictJson.object(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unusable(file, "it cannot be read").causedBy(e);
    } catch (MalformedJsonException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static <T> Optional<Sourced<T>> value(
      ObjectNode document, String field, Path file, Function<String, T> parser) {
    String text = text(document, field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Sourced<>(parser.apply(text), field + " of " + file));
    } catch (CredentialException e) {
      throw unusable(file, field + ": " + e.getMessage());
    }
  }

  private static String text(ObjectNode document, String field) {
    return Objects.requireNonNullElse(document.path(field).textValue(), "");
  }

  private static CredentialException unusable(Path file, String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        file + " cannot be used: " + why,
        "--acr-azure-config wants the azure.json of the cloud provider, readable for kubelet");
  }

  /** Whether the node's tenant and identities belong to a cloud, as far as that is known. */
  boolean isOf(Optional<AzureCloud> known) {
    return known.isEmpty() || known.equals(cloud);
  }
}
