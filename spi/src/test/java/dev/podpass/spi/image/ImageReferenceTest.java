// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageReferenceTest {
  private static final String SHA256 = "sha256:" + "0123456789abcdef".repeat(4);

  @Test
  void takesAReferenceApart() {
    ImageReference image =
        ImageReference.parse("registry.example:5000/team/app_x/y--z:v1.2-rc_1@" + SHA256);

    assertThat(image.registry()).hasToString("registry.example:5000");
    assertThat(image.repository()).isEqualTo("team/app_x/y--z");
    assertThat(image.tag()).contains("v1.2-rc_1");
    assertThat(image.digest()).contains(SHA256);
    assertThat(image.name()).isEqualTo("registry.example:5000/team/app_x/y--z");
  }

  @Test
  void needsNeitherTagNorDigest() {
    ImageReference image = ImageReference.parse("registry.example/app");

    assertThat(image.tag()).isEmpty();
    assertThat(image.digest()).isEmpty();
    assertThat(ImageReference.parse("registry.example/app@" + SHA256).tag())
        .isEqualTo(Optional.empty());
  }

  static Stream<Arguments> hosts() {
    return Stream.of(
        argumentSet("name", "registry.example", "registry.example"),
        argumentSet("port", "registry.example:443", "registry.example:443"),
        argumentSet("localhost", "localhost", "localhost"),
        argumentSet("localhost with port", "localhost:5000", "localhost:5000"),
        argumentSet("one label with port", "registry:5000", "registry:5000"),
        argumentSet("IPv4", "10.0.0.1:5000", "10.0.0.1:5000"),
        argumentSet("IPv6", "[2001:db8::1]", "[2001:db8::1]"),
        argumentSet("upper case", "MyReg.Example:5000", "myreg.example:5000"),
        argumentSet("IPv6 in upper case", "[2001:DB8::1]", "[2001:db8::1]"),
        argumentSet("IPv6 with port", "[::1]:5000", "[::1]:5000"),
        argumentSet("IPv4 in IPv6", "[::ffff:10.0.0.1]:5000", "[::ffff:10.0.0.1]:5000"));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void knowsTheRegistryHost(String host, String expected) {
    assertThat(ImageReference.parse(host + "/team/app:v1").registry()).hasToString(expected);
  }

  @Test
  void keepsTheSpellingOfTheHost() {
    ImageReference image = ImageReference.parse("MyReg.Example:5000/team/app:v1");

    assertThat(image.host()).isEqualTo("MyReg.Example:5000");
    assertThat(image.name()).isEqualTo("MyReg.Example:5000/team/app");
    assertThat(image.registry()).isEqualTo(RegistryHost.parse("myreg.example:5000"));
    assertThatThrownBy(() -> ImageReference.ofRegistry("my_reg.example"))
        .hasMessageContaining("\"my_reg.example\" is not a registry host");
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        argumentSet("empty", "", "it is empty"),
        argumentSet("Docker Hub official", "nginx", "Docker Hub short name"),
        argumentSet("Docker Hub user", "library/nginx:1", "Docker Hub short name"),
        argumentSet(
            "no repository", "registry.example/", "names a registry host and no repository"),
        argumentSet("no repository of localhost", "localhost/", "\"\" is not a repository"),
        argumentSet("upper-case repository", "registry.example/App", "not a repository"),
        argumentSet("empty component", "registry.example/a//b", "not a repository"),
        argumentSet("dot segments", "registry.example/../a", "not a repository"),
        argumentSet("trailing slash", "registry.example/a/", "not a repository"),
        argumentSet("query", "registry.example/a?b=c", "not a repository"),
        argumentSet("scheme", "https://registry.example/a", "\"https://registry.example/a\" has a"),
        argumentSet("user information", "bob:hunter2@registry.example/a", "user information"),
        argumentSet("empty user", "@registry.example/a", "user information"),
        argumentSet(
            "no slash at all", "registry.example:5000", "names a registry host and no repository"),
        argumentSet("slash first", "/registry.example/a", "Docker Hub short name"),
        argumentSet("trailing dot", "registry.example./a", "not a registry host"),
        argumentSet("empty label", "registry..example/a", "not a registry host"),
        argumentSet("hyphen at an end", "-registry.example/a", "not a registry host"),
        argumentSet("underscore in host", "my_registry.example/a", "not a registry host"),
        argumentSet("long label", "a".repeat(64) + ".example/a", "not a registry host"),
        argumentSet("long host", "a.".repeat(126) + "ab/a", "not a registry host"),
        argumentSet("port 0", "registry.example:0/a", "not a registry host"),
        argumentSet("port too large", "registry.example:65536/a", "not a registry host"),
        argumentSet("port no number", "registry.example:http/a", "not a registry host"),
        argumentSet("empty port", "registry.example:/a", "not a registry host"),
        argumentSet("IPv6 without brackets", "::1/a", "not a registry host"),
        argumentSet("bad IPv6", "[::1::2]/a", "not a registry host"),
        argumentSet("IPv6 zone", "[fe80::1%eth0]/a", "not a registry host"),
        argumentSet("empty tag", "registry.example/a:", "not a tag"),
        argumentSet("bad tag", "registry.example/a:-x", "not a tag"),
        argumentSet("long tag", "registry.example/a:" + "t".repeat(129), "not a tag"),
        argumentSet("two tags", "registry.example/a:b:c", "not a tag"),
        argumentSet("empty digest", "registry.example/a@", "\"\" is not a digest"),
        argumentSet("two digests", "registry.example/a@" + SHA256 + "@b", "not a digest"),
        argumentSet("short digest", "registry.example/a@sha256:abc", "not a digest"),
        argumentSet("upper-case digest", "registry.example/a@" + "SHA256:" + "a".repeat(64), "dig"),
        argumentSet("space", "registry.example/a b", "not plain printable ASCII"),
        argumentSet("newline", "registry.example/a\n", "not plain printable ASCII"),
        argumentSet("NUL", "registry.example/a\0", "not plain printable ASCII"),
        argumentSet("DEL", "registry.example/a\u007f", "not plain printable ASCII"),
        argumentSet("Unicode letter", "registry.example/caf\u00e9", "not plain printable ASCII"),
        argumentSet("Cyrillic host", "r\u0435gistry.example/a", "not plain printable ASCII"),
        argumentSet("full-width dot", "registry\uff0eexample/a", "not plain printable ASCII"),
        argumentSet("long repository", "registry.example/" + "a".repeat(256), "255"),
        argumentSet("endless", "registry.example/" + "a/".repeat(600) + "a", "1024"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesAllElse(String image, String because) {
    assertThatThrownBy(() -> ImageReference.parse(image))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.BAD_REQUEST);
          assertThat(e.line()).contains(because).doesNotContain("hunter2", "\n");
        });
  }

  @Test
  void aRegistryHasNoTagAndNoDigest() {
    String registry = "registry.example";
    Optional<String> none = Optional.empty();

    assertThatThrownBy(() -> new ImageReference(registry, "", Optional.of("v1"), none))
        .hasMessageContaining("is not a repository");
    assertThatThrownBy(() -> new ImageReference(registry, "", none, Optional.of(SHA256)))
        .hasMessageContaining("is not a repository");
  }

  @Test
  void keepsUpToTheLimits() {
    String host = ("a".repeat(63) + ".").repeat(3) + "b".repeat(61);
    assertThat(host).hasSize(253);

    String named = host + ":65535/" + "a".repeat(255) + ":" + "t".repeat(128);
    String digest = "d".repeat(1_024 - named.length() - 130) + ":" + "0".repeat(128);
    assertThat(named + "@" + digest).hasSize(1_024);

    assertThat(ImageReference.parse(named + "@" + digest))
        .satisfies(image -> {
          assertThat(image.repository()).hasSize(255);
          assertThat(image.digest()).contains(digest);
        });
    assertThatThrownBy(() -> ImageReference.parse(named + "@d" + digest))
        .hasMessageContaining("it is longer than 1024 characters");
  }

  static Stream<Arguments> ports() {
    return Stream.of(
        argumentSet("none", OptionalInt.empty(), true),
        argumentSet("negative", OptionalInt.of(-1), false),
        argumentSet("below the first", OptionalInt.of(0), false),
        argumentSet("the first", OptionalInt.of(1), true),
        argumentSet("the last", OptionalInt.of(65_535), true),
        argumentSet("above the last", OptionalInt.of(65_536), false));
  }

  @ParameterizedTest
  @MethodSource("ports")
  void aRegistryHostHasAPortThatThereIs(OptionalInt port, boolean taken) {
    ThrowingCallable made = () -> new RegistryHost("registry.example", port);
    if (taken) {
      assertThatCode(made).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(made)
          .hasMessageContaining(
              "\"registry.example:" + port.getAsInt() + "\" is not a registry host");
    }
  }

  @Test
  void isEqualByNameAndPort() {
    RegistryHost host = RegistryHost.parse("registry.example:8443");

    assertThat(host)
        .isEqualTo(RegistryHost.parse("registry.example:8443"))
        .hasSameHashCodeAs(RegistryHost.parse("registry.example:8443"))
        .isNotEqualTo(RegistryHost.parse("registry.example"))
        .isNotEqualTo(RegistryHost.parse("registry.example:443"))
        .isNotEqualTo(RegistryHost.parse("registry2.example:8443"))
        .isNotEqualTo(host.toString())
        .isNotEqualTo(null);
  }
}
