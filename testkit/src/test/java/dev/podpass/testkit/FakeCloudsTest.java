// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeCloudsTest {

  @Test
  void itsEnvironmentIsAllThatAProgramNeeds() throws Exception {
    try (FakeClouds clouds =
        FakeClouds.start(Options.defaults().proxyCredentials("joe", "p@s s"))) {
      assertThat(clouds.environment())
          .isEqualTo(
              Map.of(
                  "HTTPS_PROXY", "http://joe:p%40s%20s@127.0.0.1:" + clouds.proxy().getPort(),
                  "SSL_CERT_FILE", clouds.caFile().toString(),
                  "AWS_EC2_METADATA_SERVICE_ENDPOINT", clouds.ec2Metadata().toString(),
                  "GCE_METADATA_HOST", clouds.gceMetadata().getAuthority(),
                  "AZURE_POD_IDENTITY_AUTHORITY_HOST", clouds.azureMetadata().toString(),
                  "PODPASS_CACHE", "off"));
      assertThat(clouds.plantedSecrets()).contains("p@s s", "joe:p%40s%20s", "am9lOnBAcyBz");
      assertThat(Files.readString(clouds.caFile())).startsWith("-----BEGIN CERTIFICATE-----\n");
    }
  }

  @Test
  void leavesNothingBehind() {
    FakeClouds clouds = FakeClouds.start();
    Path directory = clouds.directory();
    clouds.issuer().writeJwks(directory.resolve("jwks.json"));

    clouds.close();
    clouds.close();

    assertThat(directory).doesNotExist();
  }

  @Test
  void worldsAreApart() throws Exception {
    try (FakeClouds one = FakeClouds.start();
        FakeClouds other = FakeClouds.start();
        WireClient client = WireClient.to(one, "sts.us-east-1.amazonaws.com")) {
      client.post("sts.us-east-1.amazonaws.com", "/", "").readHead();

      assertThat(one.received().requests()).hasSize(1);
      assertThat(other.received().requests()).isEmpty();
      one.received().clear();
      assertThat(one.received().requests()).isEmpty();
    }
  }
}
