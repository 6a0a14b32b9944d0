// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The doctor, run as root, while another user runs a program called kubelet whose flags name a file
 * that only root may read.
 */
class APretendedKubeletIT {
  private static final String SECRET = "planted-secret-of-root";
  private static final String USER = "54321";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws Exception {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("not run as root: nothing can be taken from this user")
        .isEqualTo(0);
    var _ = BuiltProgram.shell(folder, Map.of());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void isToldAndGetsNothing() throws Exception {
    String told = diagnosis("setpriv --reuid=%1$s --regid=%1$s --clear-groups".formatted(USER));

    assertThat(told)
        .containsPattern(
            "warning +kubelet +process [0-9]+ calls itself kubelet, but runs as user " + USER);
  }

  @Test
  void getsNothingThroughAProgramOfRootThatOthersMayChange() throws Exception {
    String told = diagnosis("");

    assertThat(told)
        .containsPattern(
            "warning +kubelet +process [0-9]+ calls itself kubelet, but others may change /");
  }

  private String diagnosis(String as) throws Exception {
    String flags = "'--image-credential-provider-config=" + folder.resolve("secret") + "'";
    Shell.Result result =
        new NamedKubelet(new Shell(folder, Map.of()), as, clouds.environment(), flags)
            .diagnosis("|| true");

    assertThat(clouds.received().proxyRequests()).isEmpty();
    assertThat(clouds.received().requests()).isEmpty();
    assertThat(result.printed()).doesNotContain(SECRET, "from process ");
    return result.printed();
  }
}
