// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.cli.options.PluginArguments;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.failure.CredentialException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arguments of the clouds' own plugins, as podpass reads them under their names. */
class ReplacedPluginTest {
  private static final Providers PROVIDERS = Providers.discover();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acr-credential-provider|/etc/kubernetes/azure.json|--acr-azure-config=/etc/kubernetes/azure.json",
        "acr-credential-provider|-r a.example:b.example|--mirror=a.example=b.example",
        "acr-credential-provider|-r=a.example:b.example,c.example:d.example|--mirror=a.example=b.example,c.example=d.example",
        "acr-credential-provider|--ib-apiserver-ip 10.0.0.4"
            + " --ib-sni-name=x.example|--acr-identity-binding-sni=x.example"
            + " --acr-identity-binding-server=10.0.0.4",
        "acr-credential-provider|--ib-default-tenant-id=t"
            + " --ib-default-client-id=c|--acr-client-id=c --acr-tenant-id=t",
        "acr-credential-provider|--token-jwks /etc/jwks.json /etc/azure.json|--token-jwks"
            + " /etc/jwks.json --acr-azure-config=/etc/azure.json",
        "acr-credential-provider|--logging-format json -v 4|''",
        "acr-credential-provider|node install /x|node install /x",
        "acr-credential-provider|explain a.example/b -r a.example:b.example|explain a.example/b"
            + " --mirror=a.example=b.example",
        "auth-provider-gcp|get-credentials --logtostderr --v=3|get-credentials",
        "auth-provider-gcp|get-credentials --authFlow=gcr|get-credentials",
        "auth-provider-gcp|get-credentials -a gcr|get-credentials",
        "auth-provider-gcp|--project-id=p|''",
        "auth-provider-gcp|--project-id=p"
            + " --identity-provider=https://i.example|--gar-audience=identitynamespace:p.svc.id.goog:https://i.example"
            + " --gar-require-annotation=iam.gke.io/enable-wi-image-pull",
        "auth-provider-gcp|--gar-require-annotation=x --project-id=p"
            + " --identity-provider=https://i.example|--gar-require-annotation=x"
            + " --gar-audience=identitynamespace:p.svc.id.goog:https://i.example",
        "ecr-credential-provider|get-credentials --ecr-pull-through|get-credentials"
            + " --ecr-pull-through",
        "podpass-acr|/etc/kubernetes/azure.json|/etc/kubernetes/azure.json",
        "podpass|-r a.example:b.example|-r a.example:b.example"
      })
  void isReadAsPodpassOwnOptions(String name, String arguments, String own) {
    assertThat(
            String.join(" ", PluginArguments.of(PROVIDERS, name, arguments.split(" ")).arguments()))
        .isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    "acr-credential-provider,-r,-r of acr-credential-provider has no value",
    "acr-credential-provider,-r= ,-r of acr-credential-provider is empty",
    "acr-credential-provider,-r=a.example:1:b.example,must be SOURCE:TARGET",
    "acr-credential-provider,-r=:b.example,must be SOURCE:TARGET",
    "auth-provider-gcp,--authFlow=dockercfg-url,has no counterpart",
    "auth-provider-gcp,--identity-provider=https://i.example,without --project-id"
  })
  void hasOneLineForWhatPodpassCannotDo(String name, String argument, String because) {
    assertThatThrownBy(() -> PluginArguments.of(PROVIDERS, name, argument))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(because);
  }

  @Test
  void isShownWithItsMeaning() {
    PluginArguments line =
        PluginArguments.of(
            PROVIDERS,
            "auth-provider-gcp",
            "get-credentials",
            "--project-id=p",
            "--identity-provider=https://i.example",
            "-v=2");

    assertThat(line.translation(Map.of()))
        .containsExactly(
            Map.entry(
                "--identity-provider with --project-id",
                "--gar-audience=identitynamespace:p.svc.id.goog:https://i.example"),
            Map.entry(
                "--identity-provider", "--gar-require-annotation=iam.gke.io/enable-wi-image-pull"),
            Map.entry("-v=2", "no effect"));
    assertThat(
            PluginArguments.of(PROVIDERS, "ecr-credential-provider")
                .translation(Map.of("AWS_ECR_ROLE_ARN", "arn", "AWS_PROFILE", "x")))
        .containsExactly(Map.entry("AWS_ECR_ROLE_ARN", "--ecr-role-arn=arn"));
  }
}
