// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DemoTest {
  @AutoClose private final FakeClouds clouds = Scenes.start();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private String columns = "";

  @Test
  void showsWhoGotWhatInLinesThatFitATerminal() {
    int status = show(new InThisJvm(), false, false);

    String text = printed.toString(UTF_8);
    assertThat(status).as(text).isZero();
    assertThat(text)
        .contains(
            "Pod team-a/app pulls its image as its own role, team-a-pull",
            "team-b-pull/team-b.web",
            "hint: give client " + ExampleWorld.AZURE_CLIENT_ID,
            "1  AssumeRoleWithWebIdentity  https://sts.us-east-1.amazonaws.com/",
            "scenes as expected; a pull took ",
            "docs/try-it.md")
        .containsPattern("ok sts.us-east-1.amazonaws.com +AssumeRoleWithWebIdentity +200 +\\d+ ms")
        .containsPattern("no sts.us-east-1.amazonaws.com +AssumeRoleWithWebIdentity +403 +\\d+ ms")
        .containsPattern("-> user AWS, password .{6}…, this registry only, cached \\d+ min,")
        .contains(
            "team-a-pull/team-a.app",
            "challenge, 401 is expected",
            "-> no credential, as expected; exit status 77: AccessDenied",
            clouds.issuer().url() + ",\n")
        .doesNotContain("\u001b", "WRONG", "\tat ", "{");
    assertThat(text.lines())
        .allMatch(line -> line.length() <= 80 || !line.strip().contains(" "))
        .hasSizeLessThanOrEqualTo(72);
    assertThat(clouds.plantedSecrets()).noneMatch(text::contains);
  }

  /** docs/demo/picture.py draws it anew. */
  @Test
  void itsPictureShowsTheSameScenes() throws IOException {
    show(new InThisJvm(), false, false);

    String picture = Files.readString(Path.of("../demo.svg")).replace("&#x27;", "'");
    assertThat(printed.toString(UTF_8).lines().filter(line -> line.matches("[0-9]+ [A-Z].*")))
        .hasSizeGreaterThan(8)
        .allMatch(picture::contains);
  }

  @Test
  void showsTheDocumentsWithoutSecretsIfWanted() {
    show(new InThisJvm(), false, true);

    String text = printed.toString(UTF_8);
    assertThat(text)
        .contains("\"kind\":\"CredentialProviderResponse\"", "exit    77 after ")
        .containsPattern("stdin .*\"serviceAccountToken\":\"eyJ...…\\(\\d+ characters\\)\"");
    assertThat(clouds.plantedSecrets()).noneMatch(text::contains);
  }

  @Test
  void endsWithOneIfTheProgramDoesNothing() {
    assertThat(show(new StartedProgram("/bin/false"), false, false)).isEqualTo(1);
    assertThat(printed.toString(UTF_8))
        .contains(
            "WRONG expected a credential; exit status 1",
            "WRONG exit status: expected 77, found 1",
            "WRONG expected a plan",
            "scenes are not as expected")
        .doesNotContain("scenes as expected");
  }

  @Test
  void endsWithOneIfACloudRefusesAPod() {
    clouds.aws().iam().put(Role.of(ExampleWorld.ROLE));

    assertThat(show(new InThisJvm(), false, false)).isEqualTo(1);
    assertThat(printed.toString(UTF_8))
        .contains("WRONG expected a credential; exit status 77", " not as expected");
  }

  @Test
  void endsWithOneIfAStrangerIsLetIn() {
    var anyone = new Trust(clouds.issuer().url(), "*", ExampleWorld.AUDIENCE);
    clouds.aws().iam().put(ExampleWorld.role().trusting(anyone));

    assertThat(show(new InThisJvm(), false, false)).isEqualTo(1);
    assertThat(printed.toString(UTF_8))
        .contains("WRONG exit status: expected 77, found 0", "1 scene is not as expected");
  }

  private int show(Podpass podpass, boolean coloured, boolean verbose) {
    PrintStream out = new PrintStream(printed, true, UTF_8);
    return Demo.show(clouds, podpass, new Screen(out, coloured, columns), verbose);
  }
}
