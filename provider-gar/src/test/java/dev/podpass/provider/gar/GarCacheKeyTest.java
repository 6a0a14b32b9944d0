// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class GarCacheKeyTest {
  private static final String ACCOUNT = ExampleWorld.GCP_SERVICE_ACCOUNT;
  private static final String OTHER = "other@my-project.iam.gserviceaccount.com";
  private static final String KEY = "example.com/account";
  private static final String YES = "example.com/yes";

  @AutoClose private final ProviderTrial trial = new ProviderTrial(new GarCredentialProvider());

  @Test
  void whateverChangesARequestChangesTheKey() {
    trial.annotate(KEY, OTHER);
    trial.annotate(YES, "true");
    trial.annotate("example.com/too", "true");
    trial.set(GarOptions.AUDIENCE, ExampleWorld.GCP_PROVIDER);
    trial.set(GarOptions.TOKEN_AUDIENCE, ExampleWorld.GCP_PROVIDER);
    trial.set(GarOptions.SERVICE_ACCOUNT, ACCOUNT);

    assertThat(new OptionWalk(trial, ExampleWorld.GAR_IMAGE).changing(values()))
        .containsExactlyInAnyOrder(
            "audience",
            "token-audience",
            "service-account-annotation",
            "service-account",
            "universe-domain",
            "sts-endpoint",
            "iam-credentials-endpoint");
  }

  private static Map<String, Values> values() {
    return Map.ofEntries(
        entry(
            "audience",
            new Values(
                ExampleWorld.GCP_PROVIDER,
                ExampleWorld.GCP_PROVIDER.replace("providers/example", "providers/other"))),
        entry("token-audience", new Values(ExampleWorld.GCP_PROVIDER, "other")),
        entry(
            "service-account-annotation",
            new Values(GarOptions.SERVICE_ACCOUNT_ANNOTATION_KEY, KEY)),
        entry("service-account", new Values(ACCOUNT, OTHER)),
        entry("require-annotation", new Values(YES, "example.com/too")),
        entry("universe-domain", new Values(Universe.PUBLIC, "s3nsapis.fr")),
        entry("sts-endpoint", new Values("https://sts.googleapis.com", "https://sts.example")),
        entry(
            "iam-credentials-endpoint",
            new Values("https://iamcredentials.googleapis.com", "https://iam.example")),
        entry("metadata-endpoint", new Values("http://169.254.169.254", "http://169.254.169.253")));
  }
}
