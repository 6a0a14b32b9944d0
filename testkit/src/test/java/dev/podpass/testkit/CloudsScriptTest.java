// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CloudsScriptTest {
  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  static List<Arguments> pulls() {
    return List.of(
        argumentSet("ECR", "ECR", ExampleWorld.IMAGE, ExamplePulls.ECR_ROLE),
        argumentSet("GAR", "GAR", ExampleWorld.GAR_IMAGE, ExamplePulls.GCP_ACCOUNT),
        argumentSet("ACR", "ACR", ExampleWorld.ACR_IMAGE, ExamplePulls.ACR_CLIENT));
  }

  @ParameterizedTest
  @MethodSource("pulls")
  void leadsAShellToEachCloud(String cloud, String image, String annotation) throws Exception {
    ExampleWorld.addTo(clouds);

    String printed =
        new Shell(clouds.directory(), Map.of())
            .run(
                CloudsScript.of(clouds)
                    + "printf '%s\\n' \"$HTTPS_PROXY\" \"$SSL_CERT_FILE\" \"$GCE_METADATA_HOST\""
                    + " \"$ISSUER\" \"$CLOUD_IMAGE\" \"$CLOUD_REQUEST\" \"$CLOUD_TOKEN\""
                        .replace("CLOUD", cloud))
            .printed();

    List<String> lines = printed.lines().toList();
    assertThat(lines)
        .startsWith(
            clouds.environment().get("HTTPS_PROXY"),
            clouds.caFile().toString(),
            clouds.gceMetadata().getAuthority(),
            clouds.issuer().url(),
            image);
    Map<String, Object> request = JSONObjectUtils.parse(Files.readString(Path.of(lines.get(5))));
    String token = Files.readString(Path.of(lines.get(6)));
    assertThat(clouds.plantedSecrets()).contains(token);
    assertThat(request).containsEntry("serviceAccountToken", token).containsEntry("image", image);
    assertThat(String.valueOf(request.get("serviceAccountAnnotations"))).contains(annotation);
  }
}
