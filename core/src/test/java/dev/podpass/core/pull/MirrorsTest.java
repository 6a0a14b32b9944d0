// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.spi.failure.CredentialException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorsTest {
  @ParameterizedTest
  @CsvSource({
    "docker.io=one.example,docker.io/library/nginx,one.example/library/nginx",
    "docker.io=one.example/hub,docker.io/library/nginx,one.example/hub/library/nginx",
    "docker.io/library=one.example/hub,docker.io/library/nginx,one.example/hub/nginx",
    "docker.io/library=one.example,docker.io/library/nginx,one.example/nginx",
    "ghcr.io/team/app=one.example/app,ghcr.io/team/app,one.example/app",
    "index.docker.io=one.example,docker.io/team/app,one.example/team/app",
    "registry-1.docker.io=one.example,docker.io/team/app,one.example/team/app",
    "docker.io=one.example,registry-1.docker.io/team/app,one.example/team/app",
    "docker.io=one.example,nginx,one.example/library/nginx",
    "docker.io=one.example,docker.io/nginx:1.27,one.example/library/nginx",
    "registry.example:5000=one.example:443/a,registry.example:5000/app,one.example:443/a/app"
  })
  void leadsAnImageToTheTarget(String mirror, String image, String pulled) {
    Route route = Mirrors.parse(mirror).route(image);

    assertThat(route.effective().name()).isEqualTo(pulled);
    assertThat(route.mirror()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library=one.example,docker.io/library2/nginx",
    "docker.io/library=one.example,docker.io/team/library/nginx",
    "docker.io=one.example,docker.io:443/library/nginx",
    "docker.io=one.example,docker.io.example/library/nginx",
    "ghcr.io/team/app=one.example/app,ghcr.io/team/app2"
  })
  void leavesOtherImagesAlone(String mirror, String image) {
    Route route = Mirrors.parse(mirror).route(image);

    assertThat(route.effective().name()).isEqualTo(image);
    assertThat(route.mirror()).isEmpty();
  }

  @Test
  void anImageFollowsTheLongestPrefix() {
    Mirrors mirrors =
        Mirrors.parse(
            "docker.io=one.example/hub,docker.io/team=two.example,docker.io/te=one.example");

    assertThat(mirrors.route("docker.io/team/app").effective().name()).isEqualTo("two.example/app");
    assertThat(mirrors.route("docker.io/other/app").effective().name())
        .isEqualTo("one.example/hub/other/app");
  }

  @Test
  void keepsTagAndDigest() {
    String digest = "@sha256:" + "a".repeat(64);

    assertThat(Mirrors.parse("docker.io=one.example").route("docker.io/team/app:1" + digest))
        .extracting(
            route -> route.effective().tag().orElseThrow(), route -> route.effective().digest())
        .hasToString("[1, Optional[sha256:" + "a".repeat(64) + "]]");
  }

  /** Kubelet would use a credential of the whole of docker.io for images of another mirror. */
  @ParameterizedTest
  @CsvSource({
    "docker.io=one.example,docker.io/team/app,REGISTRY",
    "'docker.io=one.example,ghcr.io/a=one.example',docker.io/team/app,REGISTRY",
    "docker.io/team=one.example,docker.io/team/app,IMAGE",
    "'docker.io=one.example,docker.io/team=two.example',docker.io/other/app,IMAGE",
    "two.example/team=one.example,two.example/other/app,IMAGE",
    "docker.io=one.example,one.example/team/app,REGISTRY"
  })
  void aCredentialIsOfTheRegistryOnlyIfAllItsImagesAreOfOneMirror(
      String mirrors, String image, CacheKeyType images) {
    assertThat(Mirrors.parse(mirrors).route(image).cacheKeys(CacheKeyType.REGISTRY))
        .isEqualTo(images);
  }

  @Test
  void neverWidensACredential() {
    assertThat(Mirrors.parse("docker.io=one.example").route("nginx").cacheKeys(CacheKeyType.IMAGE))
        .isEqualTo(CacheKeyType.IMAGE);
  }

  @Test
  void anImageWithoutARepositoryAtTheTargetIsAnError() {
    assertThatThrownBy(() -> Mirrors.parse("ghcr.io/app=one.example").route("ghcr.io/app"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("leaves no repository of the image ghcr.io/app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|must be SOURCE[/PREFIX]=TARGET[/PREFIX]",
        "docker.io|must be SOURCE",
        "docker.io=|\"\" is not a registry host",
        "=one.example|\"\" is not a registry host",
        "docker.io=one.example=two.example|must be SOURCE",
        "docker.io=one.example,|must be SOURCE",
        "docker.io=one.example,,ghcr.io=one.example|must be SOURCE",
        "library=one.example|\"library\" is not a registry host",
        "docker.io=hub|\"hub\" is not a registry host",
        "https://docker.io=one.example|\"https://docker.io\"",
        "*.docker.io=one.example|\"*.docker.io\" is not a registry host",
        "docker.io=one.example,Docker.io=two.example|are of the same source",
        "docker.io/=one.example|names a registry host and no repository",
        "docker.io=one.example/|names a registry host and no repository",
        "docker.io/Team=one.example|\"Team\" is not a repository",
        "docker.io/a/../b=one.example|is not a repository",
        "docker.io/team:1=one.example|not a registry host with or without a path",
        "docker.io=one.example/hub:1|not a registry host with or without a path",
        "docker.io =one.example|not plain printable ASCII",
        "user@docker.io=one.example|user information",
        "docker.io=index.docker.io/x|the same registry, docker.io",
        "one.example/a=one.example/b|the same registry, one.example",
        "docker.io=one.example,index.docker.io=two.example|are of the same source",
        "docker.io=one.example,docker.io=one.example|are of the same source",
        "docker.io/a=one.example,docker.io/a=two.example|are of the same source",
        "docker.io=one.example,one.example=two.example|are a chain",
        "one.example/b=two.example,docker.io=one.example/a|are a chain"
      })
  void refusesWhatIsMalformedOrContradictory(String text, String because) {
    assertThatThrownBy(() -> Mirrors.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }

  @Test
  void isWrittenAsItIsRead() {
    String text = "docker.io=one.example/hub,ghcr.io/team=two.example:443";

    assertThat(Mirrors.parse(text)).hasToString(text);
    assertThat(Mirrors.parse(text).matchImages()).containsExactly("docker.io", "ghcr.io/team");
    assertThat(Mirrors.parse("index.docker.io=one.example").matchImages())
        .containsExactly("docker.io");
  }
}
