// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.testkit.kubelet.ImageGlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration for kubelet, checked by kubelet's own rules of matching. */
class KubeletProfileTest {
  private final KubeletProfile profile =
      new EcrCredentialProvider().kubelet(ProviderSettings.with(FallbackPolicy.STRICT));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "123456789012.dkr-ecr.us-east-1.on.aws",
        "123456789012.dkr-ecr-fips.us-east-1.on.aws",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr.ecr-fips.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn",
        "123456789012.dkr-ecr-fips.cn-north-1.on.amazonwebservices.com.cn",
        "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
        "123456789012.dkr.ecr-fips.us-iso-east-1.c2s.ic.gov",
        "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov",
        "123456789012.dkr.ecr-fips.us-isob-east-1.sc2s.sgov.gov",
        "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
        "123456789012.dkr.ecr-fips.eu-isoe-west-1.cloud.adc-e.uk",
        "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
        "123456789012.dkr.ecr-fips.us-isof-south-1.csp.hci.ic.gov",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",
        "123456789012.dkr.ecr-fips.eusc-de-east-1.amazonaws.eu",
        "123456789012.dkr-ecr.us-iso-west-1.on.aws.ic.gov",
        "123456789012.dkr-ecr.us-isob-east-1.on.aws.scloud",
        "123456789012.dkr-ecr.eu-isoe-west-1.on.cloud-aws.adc-e.uk",
        "123456789012.dkr-ecr-fips.us-isof-south-1.on.aws.hci.ic.gov",
        "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu",
        "public.ecr.aws",
        "ecr-public.aws.com"
      })
  void matchesEachHostFormOnce(String host) {
    assertThat(profile.matchImages())
        .filteredOn(pattern -> ImageGlob.of(pattern).matches(host + "/team/app"))
        .hasSize(1);
  }

  @Test
  void asksForTheAudienceAndTheAnnotationThatThePlanWants() {
    assertThat(profile.audience()).isEqualTo("sts.amazonaws.com");
    assertThat(profile.annotationKeys())
        .isEqualTo(EcrOptions.ROLE_ANNOTATIONS.defaultValue().stream().toList());
  }
}
