// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The commands of an operator who uses identity bindings of AKS. */
class AcrIdentityBindingCommandsIT {
  private static final String CLIENT = ExamplePulls.ACR_CLIENT;
  private static final String NAME = BindingServer.NAME;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BindingServer server = BindingServer.in(clouds);
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @Test
  void explainShowsWhereTheTokenGoes() {
    PluginRun run =
        run(
            "explain",
            ExampleWorld.ACR_IMAGE,
            "--annotation=" + CLIENT + "=" + ExampleWorld.AZURE_CLIENT_ID);

    assertThat(run.exitCode()).isZero();
    assertThat(new String(run.stdout(), UTF_8))
        .contains("https://" + NAME, "127.0.0.1", server.caFile().toString())
        .containsPattern("serviceAccountTokenAudience +api://AKSIdentityBinding")
        .doesNotContain("login.microsoftonline.com", "acr-tenant-id");
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void configAndRbacAreForTheClustersAudienceAndLintAgrees() throws IOException {
    String config = output("config", "--providers=acr");
    Path file = Files.writeString(clouds.directory().resolve("config.yaml"), config);

    assertThat(config)
        .contains("serviceAccountTokenAudience: api://AKSIdentityBinding", CLIENT)
        .contains("--acr-identity-binding-server=" + server.address())
        .doesNotContain("acr-tenant-id");
    assertThat(output("rbac", "--providers=acr"))
        .contains("api://AKSIdentityBinding")
        .doesNotContain("AzureADTokenExchange");
    assertThat(lint(file)).contains("nothing is wrong");
    Files.writeString(
        file, config.replace("api://AKSIdentityBinding", "api://AzureADTokenExchange"));
    assertThat(lint(file)).contains("podpass needs api://AKSIdentityBinding with these args");
  }

  @Test
  void lintTellsOfAksOwnEntry() throws IOException {
    String stock =
        """
        - name: acr-credential-provider
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          defaultCacheDuration: 10m
          matchImages: ["*.azurecr.io"]
          tokenAttributes:
            serviceAccountTokenAudience: api://AKSIdentityBinding
            cacheType: ServiceAccount
            requireServiceAccount: false
          args: [/etc/kubernetes/azure.json, --ib-sni-name=%s, --ib-apiserver-ip=10.0.0.4]
        """
            .formatted(NAME);
    Path file =
        Files.writeString(
            clouds.directory().resolve("both.yaml"),
            output("config", "--providers=acr") + stock.indent(2));

    assertThat(lint(file))
        .contains(
            "--acr-identity-binding-server is %s in podpass-acr, but AKS's own entry"
                    .formatted(server.address())
                + " acr-credential-provider has 10.0.0.4");
  }

  @Test
  void aMergeTakesOverWhatAksOwnEntryHas() throws IOException {
    Path file =
        Files.writeString(
            clouds.directory().resolve("stock.yaml"),
            """
            apiVersion: kubelet.config.k8s.io/v1
            kind: CredentialProviderConfig
            providers:
            - name: acr-credential-provider
              apiVersion: credentialprovider.kubelet.k8s.io/v1
              defaultCacheDuration: 10m
              matchImages: ["*.azurecr.io", mcr.microsoft.com]
              args: [/etc/kubernetes/azure.json, --ib-sni-name=%s, --ib-apiserver-ip=%s,
                --ib-default-client-id=%s, "--registry-mirror=mcr.microsoft.com:a.azurecr.io"]
            """
                .formatted(NAME, server.address(), ExampleWorld.AZURE_CLIENT_ID));
    String[] merge = {
      "config", "merge", "--providers=acr", "--replace=acr-credential-provider", file.toString()
    };

    assertThat(podpass.run(new byte[0], merge).exitCode()).isZero();

    assertThat(Files.readString(file))
        .contains("--acr-identity-binding-sni=" + NAME)
        .contains("--acr-identity-binding-server=" + server.address())
        .contains("--acr-client-id=" + ExampleWorld.AZURE_CLIENT_ID)
        .contains("--mirror=mcr.microsoft.com=a.azurecr.io", "- mcr.microsoft.com")
        .contains("serviceAccountTokenAudience: api://AKSIdentityBinding")
        .doesNotContain("--ib-", "acr-tenant-id", "--registry-mirror");
    assertThat(lint(file)).contains("nothing is wrong");
    assertThat(new String(podpass.run(new byte[0], merge).stdout(), UTF_8))
        .contains("nothing changed");
  }

  private String output(String... command) {
    PluginRun run = run(command);
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    return new String(run.stdout(), UTF_8);
  }

  private String lint(Path file) {
    return new String(podpass.run(new byte[0], "config", "lint", file.toString()).stdout(), UTF_8);
  }

  private PluginRun run(String... command) {
    return podpass.run(
        new byte[0],
        Stream.concat(Stream.of(command), server.options().stream()).toArray(String[]::new));
  }
}
