// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Plugin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void showsRequestsAndWhatCameOfThemWithoutSecrets() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (FakeClouds clouds = FakeClouds.start()) {
      ExampleWorld.addTo(clouds);
      Plugin echoing = Plugin.of(List.of("/bin/sh", "-c", "cat; echo oops >&2; exit 3"), Map.of());

      Demo.show(clouds, echoing, new PrintStream(printed, true, UTF_8));

      String text = printed.toString(UTF_8);
      assertThat(text)
          .contains("A private image", "nothing was sent", "stderr  oops", "exit    3 after")
          .containsPattern("stdin .*\"serviceAccountToken\":\"eyJ[^\"]{9}…\\(\\d+ characters\\)\"");
      assertThat(text.lines().filter(line -> line.contains("serviceAccountToken")))
          .hasSize(18)
          .allMatch(line -> line.contains("characters)\""));
      assertThat(clouds.plantedSecrets()).noneMatch(text::contains);
    }
  }
}
