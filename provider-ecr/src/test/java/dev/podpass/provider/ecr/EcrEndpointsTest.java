// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

class EcrEndpointsTest {
  private static final ProviderSettings SETTINGS = ProviderSettings.NONE;

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com,"
        + "sts.eu-west-1.amazonaws.com,api.ecr.eu-west-1.amazonaws.com",
    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com,"
        + "sts-fips.us-east-1.amazonaws.com,api.ecr-fips.us-east-1.amazonaws.com",
    "123456789012.dkr-ecr.us-east-1.on.aws,sts.us-east-1.api.aws,ecr.us-east-1.api.aws",
    "123456789012.dkr-ecr-fips.us-east-1.on.aws,"
        + "sts-fips.us-east-1.api.aws,ecr-fips.us-east-1.api.aws",
    "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com,"
        + "sts.us-gov-west-1.amazonaws.com,api.ecr-fips.us-gov-west-1.amazonaws.com",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn,"
        + "sts.cn-north-1.amazonaws.com.cn,api.ecr.cn-north-1.amazonaws.com.cn",
    "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu,"
        + "sts.eusc-de-east-1.amazonaws.eu,api.ecr.eusc-de-east-1.amazonaws.eu",
    "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu,"
        + "sts.eusc-de-east-1.api.amazonwebservices.eu,ecr.eusc-de-east-1.api.amazonwebservices.eu",
    "123456789012.dkr-ecr.eu-isoe-west-1.on.cloud-aws.adc-e.uk,"
        + "sts.eu-isoe-west-1.api.cloud-aws.adc-e.uk,ecr.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
    "public.ecr.aws,sts.us-east-1.amazonaws.com,api.ecr-public.us-east-1.amazonaws.com",
    "ecr-public.aws.com,sts.us-east-1.api.aws,ecr-public.us-east-1.api.aws"
  })
  void followFromTheHost(String host, String sts, String api) {
    EcrRegistryHost registry = EcrRegistryHost.find(RegistryHost.parse(host)).orElseThrow();

    assertThat(EcrEndpoints.sts(registry, SETTINGS)).hasToString("https://" + sts + "/");
    assertThat(EcrEndpoints.api(registry, SETTINGS)).hasToString("https://" + api + "/");
  }

  static Stream<Private> registries() {
    return Stream.of(
            "us-east-1",
            "eu-central-1",
            "us-gov-west-1",
            "us-gov-east-1",
            "cn-north-1",
            "us-iso-east-1",
            "us-isob-east-1",
            "eu-isoe-west-1",
            "us-isof-south-1",
            "eusc-de-east-1")
        .flatMap(region ->
            Stream.of(true, false)
                .flatMap(fips ->
                    Stream.of(true, false).map(dualStack -> registry(region, fips, dualStack))));
  }

  private static Private registry(String region, boolean fips, boolean dualStack) {
    Partition partition =
        Partition.ofArn(Region.of(region).metadata().partition().id()).orElseThrow();
    return new Private("123456789012", region, partition, fips, dualStack);
  }

  /** The SDK's own rules, which come from AWS, are a second opinion on every combination. */
  @ParameterizedTest
  @MethodSource("registries")
  void areThoseOfTheSdksRules(Private registry) {
    URI sts =
        StsEndpointProvider.defaultProvider()
            .resolveEndpoint(p ->
                p.region(Region.of(registry.region()))
                    .useFips(registry.fips())
                    .useDualStack(registry.dualStack()))
            .join()
            .url();
    URI api =
        EcrEndpointProvider.defaultProvider()
            .resolveEndpoint(p ->
                p.region(Region.of(registry.region()))
                    .useFips(registry.fips())
                    .useDualStack(registry.dualStack()))
            .join()
            .url();

    assertThat(EcrEndpoints.sts(registry, SETTINGS).getHost()).isEqualTo(sts.getHost());
    assertThat(EcrEndpoints.api(registry, SETTINGS).getHost()).isEqualTo(api.getHost());
  }

  @Test
  void canBeTheOperatorsOwn() {
    ProviderSettings own =
        SETTINGS
            .set(EcrOptions.STS_ENDPOINT, new Sourced<>("https://vpce-1.sts.example/", "flag"))
            .set(EcrOptions.API_ENDPOINT, new Sourced<>("https://vpce-2.ecr.example/", "flag"));
    Private registry = registry("us-east-1", false, false);

    assertThat(EcrEndpoints.sts(registry, own)).hasToString("https://vpce-1.sts.example/");
    assertThat(EcrEndpoints.api(registry, own)).hasToString("https://vpce-2.ecr.example/");
  }
}
