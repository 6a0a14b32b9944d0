// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code plan} on clusters of {@code src/test/resources/plan}, and on small ones. */
abstract class PlanFixture {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CLUSTERS = Path.of("src/test/resources/plan").toAbsolutePath();
  static final String GKE =
      "--gar-audience=identitynamespace:shop-prod.svc.id.goog:https://container.googleapis.com/v1/projects/shop-prod/locations/l/clusters/c"
          + " --gar-require-annotation=iam.gke.io/enable-wi-image-pull";

  @TempDir private Path folder;

  Shell shell() throws IOException {
    return BuiltProgram.shell(folder, Map.of("CLUSTERS", CLUSTERS.toString()));
  }

  Shell.Result run(String options) throws IOException {
    return shell().run("podpass plan " + options);
  }

  /** A pod and its service account, as a here-document. */
  static String cluster(String account, String pod, String image) {
    return """
    <<'END'
    {"items": [
      {"kind": "ServiceAccount", "metadata": {"namespace": "shop", "name": "cart"%s}},
      {"kind": "Pod", "metadata": {"namespace": "shop", "name": "cart-1"},
       "spec": {"serviceAccountName": "cart"%s, "containers": [{"image": "%s"}]}}]}
    END
    """
        .formatted(account, pod, image);
  }

  /** A workstation has no such file. */
  static final String AKS = "--acr-azure-config=/etc/kubernetes/azure.json";
}
