// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.image.RegistryHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerHubTest {
  /** The right column is what Kubernetes 1.37's ParseImageName makes of the left one. */
  @ParameterizedTest
  @CsvSource({
    "nginx,docker.io/library/nginx",
    "nginx:1.27,docker.io/library/nginx:1.27",
    "team/app,docker.io/team/app",
    "docker.io/nginx,docker.io/library/nginx",
    "docker.io/team/app,docker.io/team/app",
    "index.docker.io/team/app,docker.io/team/app",
    "index.docker.io/nginx,docker.io/library/nginx",
    "registry-1.docker.io/library/nginx,registry-1.docker.io/library/nginx",
    "localhost/app,localhost/app",
    "ghcr.io/app,ghcr.io/app",
    "registry:5000/app,registry:5000/app",
    "docker.io:443/team/app,docker.io:443/team/app",
    "docker.io.example/team/app,docker.io.example/team/app"
  })
  void expandsNamesAsKubeletDoes(String image, String expanded) {
    assertThat(DockerHub.expand(image)).isEqualTo(expanded);
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io,docker.io",
    "index.docker.io,docker.io",
    "registry-1.docker.io,docker.io",
    "docker.io:443,docker.io:443",
    "auth.docker.io,auth.docker.io",
    "index.docker.io.example,index.docker.io.example",
    "ghcr.io,ghcr.io"
  })
  void itsThreeHostsAreOneRegistry(String host, String canonical) {
    assertThat(DockerHub.canonical(RegistryHost.parse(host))).hasToString(canonical);
  }
}
