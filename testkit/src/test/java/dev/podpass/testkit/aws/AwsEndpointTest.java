// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

class AwsEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "sts.us-east-1.amazonaws.com, STS, us-east-1, AWS, false",
    "sts.amazonaws.com, STS, us-east-1, AWS, false",
    "sts-fips.us-west-2.amazonaws.com, STS, us-west-2, AWS, true",
    "sts.us-gov-west-1.amazonaws.com, STS, us-gov-west-1, GOV_CLOUD, false",
    "sts.cn-north-1.amazonaws.com.cn, STS, cn-north-1, CHINA, false",
    "sts-fips.eu-west-1.api.aws, STS, eu-west-1, AWS, true",
    "api.ecr.eu-west-1.amazonaws.com, ECR, eu-west-1, AWS, false",
    "ecr-fips.us-east-2.amazonaws.com, ECR, us-east-2, AWS, true",
    "ecr-fips.us-gov-east-1.amazonaws.com, ECR, us-gov-east-1, GOV_CLOUD, true",
    "api.ecr-fips.us-iso-east-1.c2s.ic.gov, ECR, us-iso-east-1, ISO, true",
    "api.ecr.eu-isoe-west-1.cloud.adc-e.uk, ECR, eu-isoe-west-1, ISO_E, false",
    "api.ecr.us-isob-east-1.sc2s.sgov.gov, ECR, us-isob-east-1, ISO_B, false",
    "api.ecr.us-isof-south-1.csp.hci.ic.gov, ECR, us-isof-south-1, ISO_F, false",
    "api.ecr.eusc-de-east-1.amazonaws.eu, ECR, eusc-de-east-1, EUSC, false",
    "api.ecr.cn-northwest-1.api.amazonwebservices.com.cn, ECR, cn-northwest-1, CHINA, false",
    "api.ecr-fips.us-gov-west-1.api.aws, ECR, us-gov-west-1, GOV_CLOUD, true",
    "ecr.us-east-1.amazonaws.com, ECR, us-east-1, AWS, false",
    "ecr.us-east-1.api.aws, ECR, us-east-1, AWS, false",
    "ecr-fips.us-east-1.api.aws, ECR, us-east-1, AWS, true",
    "ecr-public.us-east-1.api.aws, ECR_PUBLIC, us-east-1, AWS, false",
    "api.ecr-public.us-east-1.amazonaws.com, ECR_PUBLIC, us-east-1, AWS, false"
  })
  void knowsItsHosts(
      String host, AwsEndpoint.Service service, String region, Partition partition, boolean fips) {
    assertThat(AwsEndpoint.of(host)).contains(new AwsEndpoint(service, region, partition, fips));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sts.us-east-1.amazonaws.com.evil.example",
        "sts.us-east-1.amazonaws.com.cn",
        "sts.cn-north-1.amazonaws.com",
        "sts.us-gov-west-1.amazonaws.eu",
        "sts-fips.us-gov-west-1.amazonaws.com",
        "api.ecr-public.us-west-2.amazonaws.com",
        "api.ecr-public.us-east-1.api.aws",
        "ecr-public.us-east-1.amazonaws.com",
        "ecs.us-east-1.amazonaws.com",
        "api.ecr.nowhere-1.amazonaws.com",
        "xsts.us-east-1.amazonaws.com",
        "amazonaws.com"
      })
  void knowsNoOthers(String host) {
    assertThat(AwsEndpoint.of(host)).isEmpty();
  }

  record Variant(Region region, boolean fips, boolean dualStack) {}

  static Stream<Variant> everyRegion() {
    return Region.regions().stream()
        .filter(region -> !region.isGlobalRegion())
        .flatMap(region ->
            Stream.of(
                new Variant(region, false, false),
                new Variant(region, true, false),
                new Variant(region, false, true),
                new Variant(region, true, true)));
  }

  @ParameterizedTest
  @MethodSource("everyRegion")
  void agreesWithTheSdkAboutEcr(Variant variant) {
    var endpoint =
        EcrEndpointProvider.defaultProvider()
            .resolveEndpoint(p ->
                p.region(variant.region())
                    .useFips(variant.fips())
                    .useDualStack(variant.dualStack()))
            .join();

    assertThat(AwsEndpoint.of(endpoint.url().getHost()))
        .get()
        .extracting(AwsEndpoint::service, AwsEndpoint::region, AwsEndpoint::fips)
        .containsExactly(AwsEndpoint.Service.ECR, variant.region().id(), variant.fips());
  }

  @ParameterizedTest
  @MethodSource("everyRegion")
  void agreesWithTheSdkAboutSts(Variant variant) {
    var endpoint =
        StsEndpointProvider.defaultProvider()
            .resolveEndpoint(p ->
                p.region(variant.region())
                    .useFips(variant.fips())
                    .useDualStack(variant.dualStack())
                    .useGlobalEndpoint(false))
            .join();

    assertThat(AwsEndpoint.of(endpoint.url().getHost()))
        .get()
        .extracting(AwsEndpoint::service, AwsEndpoint::region)
        .containsExactly(AwsEndpoint.Service.STS, variant.region().id());
  }

  @Test
  void agreesWithTheSdkAboutPartitions() {
    for (Region region : Region.regions()) {
      if (!region.isGlobalRegion()) {
        assertThat(Partition.ofRegion(region.id().toLowerCase(Locale.ROOT)))
            .get()
            .extracting(Partition::id)
            .isEqualTo(region.metadata().partition().id());
      }
    }
  }
}
