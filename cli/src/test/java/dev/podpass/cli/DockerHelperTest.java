// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code docker-credential}; with real providers it is run in {@code dist}. */
class DockerHelperTest extends ProgramFixture {
  @Test
  void answersInTheFormatOfTheProtocol() {
    environment.put("PODPASS_WITHOUT_TOKEN", "node");
    environment.put("PODPASS_ECHO_USER", "me");

    int status = get("https://echo.example/v2/");

    assertThat(out())
        .startsWith("{\"ServerURL\":\"https://echo.example/v2/\",\"Username\":\"me")
        .endsWith(",\"Secret\":\"hunter2\"}\n");
    assertThat(status).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void refusesMirrorsWhichClientsDoNotFollow() {
    environment.put("PODPASS_MIRROR", "docker.io=echo.example");

    int status = get("docker.io");

    assertThat(out()).startsWith("podpass: --mirror is for the node's container runtime");
    assertThat(status).isEqualTo(78);
  }

  @ParameterizedTest
  @CsvSource({
    "list,0,'{}\n'",
    "store,0,''",
    "erase,0,''",
    "login,64,'podpass: \"login\" is not an action of a docker credential helper; hint: the actions"
        + " are get, list, store, erase and version\n'"
  })
  void hasTheOtherActions(String action, int status, String output) {
    stdin("{\"ServerURL\":\"echo.example\",\"Username\":\"u\",\"Secret\":\"hunter2\"}");

    assertThat(run("docker-credential", action)).isEqualTo(status);
    assertThat(out()).isEqualTo(output);
    assertThat(err()).isEmpty();
  }

  @Test
  void writesInternalErrorsWhereClientsLook() {
    environment.put("PODPASS_ECHO_BROKEN", "true");
    environment.put("PODPASS_WITHOUT_TOKEN", "node");

    int status = get("echo.example");

    assertThat(out()).startsWith("podpass: internal error: ").doesNotContain("hunter2");
    assertThat(status).isEqualTo(70);
  }

  private int get(String server) {
    stdin(server + "\n");
    return run("docker-credential", "get");
  }

  private void stdin(String text) {
    stdin = new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
