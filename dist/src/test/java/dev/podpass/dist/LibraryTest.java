// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.token.ValidatedToken;
import dev.podpass.spi.token.ValidatedToken.Verification;
import dev.podpass.testkit.FakeClouds;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class in {@code docs/library.md} compiles as it stands there, and does what is said. */
class LibraryTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

  private final FakeClouds clouds = FakeClouds.start();
  @TempDir private Path folder;
  private Object documented = this;

  @BeforeEach
  void compile() throws IOException, ReflectiveOperationException {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "library.md")));
    assertThat(block.find()).isTrue();
    Path source = Files.writeString(folder.resolve("CheckedToken.java"), block.group(1));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    int status =
        javac.run(
            null,
            System.out,
            System.err,
            "-Xlint:all",
            "-Werror",
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());
    assertThat(status).isZero();
    Path jwks = folder.resolve("jwks.json");
    clouds.issuer().writeJwks(jwks);
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    documented =
        loader
            .loadClass("com.example.CheckedToken")
            .getConstructor(String.class, String.class, Clock.class)
            .newInstance(clouds.issuer().url(), Files.readString(jwks), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void acceptsATokenOfTheClusterForTheRegistry() throws ReflectiveOperationException {
    String token = clouds.issuer().token().audience("registry.example.com").mint();

    ValidatedToken accepted = (ValidatedToken) call("validate", token);

    assertThat(accepted.value().reveal()).isEqualTo(token);
    assertThat(accepted.verification()).isEqualTo(Verification.SIGNATURE);
    assertThat(accepted.claims().workload()).hasToString("team-a/app");
    assertThat(accepted.toString()).doesNotContain(token);
  }

  @Test
  void refusesOneForAnotherAudienceAndTellsWhy() throws ReflectiveOperationException {
    String token = clouds.issuer().token().audience("elsewhere.example.com").mint();

    assertThatThrownBy(() -> call("validate", token))
        .cause()
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("has the audience elsewhere.example.com")
        .hasMessageNotContaining(token);
    assertThat((List<?>) call("inspect", token))
        .extracting(check -> check.toString().replaceAll("finding=.*", ""))
        .containsExactly(
            "TokenCheck[subject=audience, verdict=FAILED, ",
            "TokenCheck[subject=time, verdict=PASSED, ",
            "TokenCheck[subject=issuer, verdict=PASSED, ",
            "TokenCheck[subject=signature, verdict=PASSED, ");
  }

  private Object call(String method, String token)
      throws InvocationTargetException, IllegalAccessException, NoSuchMethodException {
    return documented.getClass().getMethod(method, String.class).invoke(documented, token);
  }
}
