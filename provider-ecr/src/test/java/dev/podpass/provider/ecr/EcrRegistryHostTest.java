// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.testkit.kubelet.ImageGlob;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forms of a registry host, each with where it comes from:
 *
 * <ul>
 *   <li>{@code plugin}: the tests of kubernetes/cloud-provider-aws, cmd/ecr-credential-provider
 *   <li>{@code plugin's pattern}: the pattern in that plugin's main.go, which no test of it has
 *   <li>{@code helper}: the tests of awslabs/amazon-ecr-credential-helper, ecr-login/api
 *   <li>{@code ecs-agent}: aws/amazon-ecs-agent, ecs-agent/utils/uri
 *   <li>{@code suffix list}: the public suffix list, which has the domain with another service of
 *       AWS's in it
 *   <li>{@code sdk}: region and domain are in the metadata of the AWS SDK; {@link SdkRegionsTest}
 *       has all of them
 *   <li>{@code rule}: composed of such parts: a region that does not exist yet, FIPS where a
 *       partition has it, a port
 * </ul>
 */
class EcrRegistryHostTest {
  @ParameterizedTest
  @CsvSource({
    "helper,123456789012.dkr.ecr.us-east-1.amazonaws.com,us-east-1,AWS,false,false",
    "helper,123456789012.dkr.ecr.us-west-2.amazonaws.com,us-west-2,AWS,false,false",
    "helper,210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn,cn-north-1,CHINA,false,false",
    "helper,123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com,us-gov-west-1,US_GOV,true,false",
    "plugin,123456789123.dkr.ecr.us-west-2.amazonaws.com,us-west-2,AWS,false,false",
    "plugin,123456789123.dkr-ecr.us-west-2.on.aws,us-west-2,AWS,false,true",
    "plugin,123456789123.dkr-ecr-fips.us-west-2.on.aws,us-west-2,AWS,true,true",
    "plugin,123456789123.dkr.ecr.us-gov-east-1.amazonaws.com,us-gov-east-1,US_GOV,false,false",
    "plugin,123456789123.dkr-ecr.us-gov-east-1.on.aws,us-gov-east-1,US_GOV,false,true",
    "plugin,123456789123.dkr-ecr-fips.us-gov-east-1.on.aws,us-gov-east-1,US_GOV,true,true",
    "plugin,123456789123.dkr.ecr.cn-north-1.amazonaws.com.cn,cn-north-1,CHINA,false,false",
    "plugin,123456789123.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn,cn-north-1,CHINA,false,true",
    "plugin,123456789123.dkr.ecr.us-iso-east-1.c2s.ic.gov,us-iso-east-1,ISO,false,false",
    "plugin,123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov,us-isob-east-1,ISO_B,false,false",
    "plugin,123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk,eu-isoe-west-1,ISO_E,false,false",
    "plugin,123456789012.dkr.ecr.us-isof-east-1.csp.hci.ic.gov,us-isof-east-1,ISO_F,false,false",
    "plugin's pattern,123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu,eusc-de-east-1,EUSC,false,false",
    "plugin's pattern,123456789012.dkr.ecr-fips.us-west-2.amazonaws.com,us-west-2,AWS,true,false",
    "sdk,123456789012.dkr.ecr.eu-central-2.amazonaws.com,eu-central-2,AWS,false,false",
    "sdk,123456789012.dkr.ecr.ap-southeast-7.amazonaws.com,ap-southeast-7,AWS,false,false",
    "sdk,123456789012.dkr.ecr.mx-central-1.amazonaws.com,mx-central-1,AWS,false,false",
    "sdk,123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn,cn-northwest-1,CHINA,false,true",
    "sdk,123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov,us-isof-south-1,ISO_F,false,false",
    "ecs-agent,123456789012.dkr-ecr.us-iso-west-1.on.aws.ic.gov,us-iso-west-1,ISO,false,true",
    "ecs-agent,123456789012.dkr-ecr.us-isob-east-1.on.aws.scloud,us-isob-east-1,ISO_B,false,true",
    "ecs-agent,123456789012.dkr-ecr.eu-isoe-west-1.on.cloud-aws.adc-e.uk,eu-isoe-west-1,ISO_E,false,true",
    "ecs-agent,123456789012.dkr-ecr.us-isof-south-1.on.aws.hci.ic.gov,us-isof-south-1,ISO_F,false,true",
    "suffix list,123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu,eusc-de-east-1,EUSC,false,true",
    "rule,123456789012.dkr.ecr-fips.cn-north-1.amazonaws.com.cn,cn-north-1,CHINA,true,false",
    "rule,123456789012.dkr-ecr-fips.us-isof-east-1.on.aws.hci.ic.gov,us-isof-east-1,ISO_F,true,true",
    "rule,123456789012.dkr.ecr.eu-north-9.amazonaws.com,eu-north-9,AWS,false,false",
    "rule,123456789012.dkr-ecr.eusc-fr-west-2.on.amazonwebservices.eu,eusc-fr-west-2,EUSC,false,true"
  })
  void recognisesPrivateRegistries(
      String source,
      String host,
      String region,
      Partition partition,
      boolean fips,
      boolean dualStack) {
    assertThat(EcrRegistryHost.find(RegistryHost.parse(host)))
        .as(source)
        .contains(new Private(host.substring(0, 12), region, partition, fips, dualStack));
    assertMatchesOnePattern(host);
  }

  @ParameterizedTest
  @CsvSource({
    "plugin,public.ecr.aws,false",
    "plugin's pattern,ecr-public.aws.com,true",
    "rule,public.ecr.aws:443,false"
  })
  void recognisesThePublicRegistry(String source, String host, boolean dualStack) {
    assertThat(EcrRegistryHost.find(RegistryHost.parse(host)))
        .as(source)
        .contains(new Public(dualStack));
    assertMatchesOnePattern(host.replace(":443", ""));
  }

  /** By kubelet's own rules of matching. */
  private static void assertMatchesOnePattern(String host) {
    assertThat(EcrRegistryHost.MATCH_IMAGES)
        .filteredOn(pattern -> ImageGlob.of(pattern).matches(host + "/team/app"))
        .hasSize(1);
  }

  /** Of the plugin's and the helper's tests too, where they refuse them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234567890123.dkr.ecr.lala-land-1.amazonaws.com",
        "123456789012.dkr.ecr.lala-land-1.amazonaws.com",
        "123456789012.dkr-ecr.lala-land-1.on.aws",
        "12345678901.dkr.ecr.lala-land-1.amazonaws.com",
        "12345678901a.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.lala-land-1.amazonaws.hacker.com",
        "123456789012.dkr.ecr.lala-land-1.hacker.com",
        "123456789012.dkr.ecr.lala-land-1.amazonaws.lol",
        "123456789012.dog.ecr.lala-land-1.amazonaws.com",
        "123456789012.dkr.cat.lala-land-1.amazonaws.com",
        "123456789012.dkr.cat.lala-land-1.awsamazon.com",
        "123456789012.lala-land-1.amazonaws.com",
        "123456789012.dkr.ecr.us-iso-east-1.amazonaws.gov",
        "not.ecr.io",
        "foobar",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.cn",
        "123456789012.dkr.ecr.us-east-1.evil-amazonaws.com",
        "evil.123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "1.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com:5000",
        "123456789012.dkrxecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr-public.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.evil.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.s3.amazonaws.com",
        "123456789012.dkr.ecr.us.east.1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com",
        "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com.cn",
        "123456789012.dkr.ecr.us-east-1.on.aws",
        "123456789012.dkr-ecr.us-east-1.amazonaws.com",
        "123456789012.dkr-ecr.us-iso-east-1.c2s.ic.gov",
        "123456789012.dkr-ecr.us-iso-east-1.on.aws",
        "123456789012.dkr-ecr.us-east-1.on.aws.ic.gov",
        "123456789012.dkr-ecr.eusc-de-east-1.amazonwebservices.eu",
        "123456789012.dkr.ecr.us-east-1",
        "dkr.ecr.us-east-1.amazonaws.com",
        "api.ecr.us-east-1.amazonaws.com",
        "public.ecr.aws.evil.example",
        "evil-public.ecr.aws",
        "public.ecr.aws:80",
        "registry.k8s.io",
        "docker.io"
      })
  void refusesLookAlikes(String host) {
    assertThat(EcrRegistryHost.find(RegistryHost.parse(host))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.lala-land-1.amazonaws.com, ECR has the domain lala-land-1.amazonaws.com;",
    "123456789012.dkr-ecr-fips.us-east-1.hacker.com, ECR has the domain us-east-1.hacker.com;",
    "1234.dkr.ecr.us-east-1.amazonaws.com, 'has 12 digits, and \"1234\" is not one;'",
    "api.ecr.us-east-1.amazonaws.com, ",
    "quay.io, "
  })
  void aSimilarHostIsCorrected(String host, String correction) {
    assertThat(EcrRegistryHost.correction(host).isPresent()).isEqualTo(correction != null);
    assertThat(EcrRegistryHost.correction(host).orElse("null")).contains("" + correction);
  }
}
