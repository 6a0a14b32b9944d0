// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import java.util.Map;

class ExchangeOptionsFuzzTest {
  private static final AnsweredExchange EXCHANGE =
      new AnsweredExchange(
              new ExchangeCredentialProvider(),
              ExampleWorld.OWN_IMAGE,
              Map.of("podpass.dev/exchange-identity", "team-a"))
          .set(Preset.EXCHANGE.entry().registry(), ExampleWorld.OWN_REGISTRY)
          .set(ExchangeOptions.URL, "https://sts.example/")
          .set(ExchangeOptions.USERNAME, "puller")
          .set(ExchangeOptions.OWNER_FIELD, "role")
          .set(ExchangeOptions.OWNER_PATTERN, "team-*");

  private static final AnsweredExchange QUAY =
      new AnsweredExchange(
          new ExchangeCredentialProvider.Quay(),
          ExampleWorld.QUAY_IMAGE,
          Map.of(ExamplePulls.QUAY_ROBOT, ExampleWorld.QUAY_ROBOT));

  private static final AnsweredExchange JFROG =
      new AnsweredExchange(
              new ExchangeCredentialProvider.Jfrog(), ExampleWorld.JFROG_IMAGE, Map.of())
          .set(Preset.JFROG.entry().registry(), "mycompany.jfrog.io")
          .set(ExchangeOptions.FIELDS, "provider_name=" + ExampleWorld.JFROG_PROVIDER);

  private static final AnsweredExchange CHAINGUARD =
      new AnsweredExchange(
          new ExchangeCredentialProvider.Chainguard(),
          ExampleWorld.CHAINGUARD_IMAGE,
          Map.of(ExamplePulls.CHAINGUARD_IDENTITY, ExampleWorld.CHAINGUARD_IDENTITY));

  private static final AnsweredExchange CLOUDSMITH =
      new AnsweredExchange(
              new ExchangeCredentialProvider.Cloudsmith(),
              ExampleWorld.CLOUDSMITH_IMAGE,
              Map.of(ExamplePulls.CLOUDSMITH_SERVICE, ExampleWorld.CLOUDSMITH_SERVICE))
          .set(ExchangeOptions.FIELDS, "organization=" + ExampleWorld.CLOUDSMITH_ORGANIZATION);

  @FuzzTest
  void everyTextIsRefusedOrUsed(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    EXCHANGE.tryEachOption(ExampleWorld.OWN_REGISTRY, text);
    QUAY.tryEachOption("quay.io", text);
    JFROG.tryEachOption("mycompany.jfrog.io", text);
    CHAINGUARD.tryEachOption("cgr.dev", text);
    CLOUDSMITH.tryEachOption("docker.cloudsmith.io", text);
  }
}
