// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file name under which podpass is called, and arguments that a runtime would take. */
@Tag("smoke")
class NameIT {
  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @ParameterizedTest
  @CsvSource({
    "podpass-gar,docker.example.com/app,gar",
    "podpass-acr,docker.example.com/app,acr",
    "podpass-gar," + ExampleWorld.IMAGE + ",gar",
    "podpass-ecr," + ExampleWorld.GAR_IMAGE + ",ecr",
    "podpass-acr," + ExampleWorld.IMAGE + ",acr"
  })
  void limitsPodpassToTheProviderThatItStandsFor(String fileName, String image, String id) {
    PluginRequest request = PluginRequest.forImage(image).token(clouds.issuer().token().mint());

    PluginRun run = podpass.runAs(fileName, request);

    Contract.assertFails(clouds, run, 65, "the provider " + id + " does not serve the registry ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"podpass-ecr", "ecr-credential-provider", "podpass", "podpass-other", "x"})
  void stillAnswersForThatProviderAndForAllIfItStandsForNone(String fileName) {
    PluginRequest request = request();

    PluginRun run = podpass.runAs(fileName, request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  @Test
  void countsLessThanTheFlag() {
    PluginRequest request = request();

    PluginRun run = podpass.runAs("podpass-gar", request, "--provider=ecr");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  private PluginRequest request() {
    return ExamplePulls.ecr(clouds.issuer().token());
  }

  /** Whatever runs it takes no argument away. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xmx1g", "-Dpodpass.called-as=podpass-gar", "-XX:+PrintFlags"})
  void refusesTheArgumentsOfARuntime(String argument) {
    Contract.assertFails(
        clouds,
        podpass.run(request(), argument),
        64,
        "unknown option " + argument.replaceFirst("=.*", ""));
  }
}
