// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedDemoTest {
  @AutoClose private final FakeClouds clouds = Scenes.start();
  @TempDir private Path folder;

  @Test
  void aSecondTerminalHasPodpassTheCloudsAndRequests() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("it's here"));
    Shell shell = new Shell(directory, Map.of());
    Path launcher =
        shell.program("podpass", "echo \"$HTTPS_PROXY $SSL_CERT_FILE\"; cat; echo $#\n");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    ServedDemo.run(
        clouds,
        launcher,
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(printed, true, UTF_8));

    Shell.Result second =
        shell.run(". ./clouds.env; podpass one 'two words' < \"$GAR_REQUEST\"; echo $ECR_IMAGE");
    assertThat(second.printed())
        .contains(clouds.proxy() + " " + clouds.caFile())
        .contains("\"image\":\"" + ExampleWorld.GAR_IMAGE + "\"")
        .endsWith("2\n" + ExampleWorld.IMAGE + "\n");
    assertThat(printed.toString(UTF_8))
        .contains("# Ready. In another terminal", "--request=\"$ECR_REQUEST\" --exchange");
    assertThat(clouds.plantedSecrets()).noneMatch(printed.toString(UTF_8)::contains);
  }
}
