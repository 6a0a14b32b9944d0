// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassOriginsTest {
  @TempDir private Path folder;

  @Test
  void aClassIsOfTheFirstJarThatHasIt() throws IOException {
    ClassOrigins origins =
        ClassOrigins.of(List.of(jar("one-1.0.jar"), jar("two-2.0.jar"), folder.resolve("absent")));

    assertThat(origins.of(ClassOriginsTest.class)).isEqualTo("one-1.0.jar");
  }

  @Test
  void aLambdaIsOfItsHostsJar() throws IOException {
    ClassOrigins origins = ClassOrigins.of(List.of(jar("one-1.0.jar")));
    Runnable lambda = () -> {};

    assertThat(lambda.getClass().getName()).contains("$$");
    assertThat(origins.of(lambda.getClass())).isEqualTo("one-1.0.jar");
  }

  @Test
  void aClassOfTheJdkIsOfItsModuleAndAnotherIsUnknown() {
    ClassOrigins origins = ClassOrigins.of(List.of());

    assertThat(origins.of(String.class)).isEqualTo("module java.base");
    assertThat(origins.of(ClassOriginsTest.class)).isEqualTo("unknown");
  }

  private Path jar(String name) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(ClassOriginsTest.class.getName().replace('.', '/') + ".class"));
    }
    return jar;
  }
}
