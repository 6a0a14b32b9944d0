// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.testing.PlanFixture;
import java.util.Map;

/** Plans for a pod with a token, by settings that a test changes. */
abstract class GarPlanFixture extends PlanFixture {
  static final String IMAGE = "europe-west1-docker.pkg.dev/my-project/apps/api";

  static final String POOL = "projects/123456789012/locations/global/workloadIdentityPools/pool";

  static final String PROVIDER = "//iam.googleapis.com/" + POOL + "/providers/cluster";
  static final String ANNOTATION = "iam.gke.io/gcp-service-account";
  static final String ACCOUNT = "puller@my-project.iam.gserviceaccount.com";

  GarPlanFixture() {
    super(new GarCredentialProvider(), "https:" + PROVIDER);
  }

  PullPlan plan(Map<String, String> annotations) {
    return plan(IMAGE, annotations);
  }
}
