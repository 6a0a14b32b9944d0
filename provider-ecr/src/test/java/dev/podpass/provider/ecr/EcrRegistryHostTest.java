// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.image.RegistryHost;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrRegistryHostTest {
  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.us-east-1.amazonaws.com,us-east-1,AWS,false,false",
    "123456789012.dkr.ecr.eu-central-2.amazonaws.com,eu-central-2,AWS,false,false",
    "123456789012.dkr.ecr.ap-southeast-7.amazonaws.com,ap-southeast-7,AWS,false,false",
    "123456789012.dkr.ecr.mx-central-1.amazonaws.com,mx-central-1,AWS,false,false",
    "123456789012.dkr.ecr-fips.us-west-2.amazonaws.com,us-west-2,AWS,true,false",
    "123456789012.dkr-ecr.us-east-1.on.aws,us-east-1,AWS,false,true",
    "123456789012.dkr-ecr-fips.us-east-1.on.aws,us-east-1,AWS,true,true",
    "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com,us-gov-west-1,US_GOV,false,false",
    "123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com,us-gov-east-1,US_GOV,true,false",
    "123456789012.dkr-ecr.us-gov-west-1.on.aws,us-gov-west-1,US_GOV,false,true",
    "123456789012.dkr-ecr-fips.us-gov-west-1.on.aws,us-gov-west-1,US_GOV,true,true",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn,cn-north-1,CHINA,false,false",
    "123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn,cn-northwest-1,CHINA,false,true",
    "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov,us-iso-east-1,ISO,false,false",
    "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov,us-isob-east-1,ISO_B,false,false",
    "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk,eu-isoe-west-1,ISO_E,false,false",
    "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov,us-isof-south-1,ISO_F,false,false",
    "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu,eusc-de-east-1,EUSC,false,false",
    // amazon-ecs-agent, ecs-agent/utils/uri, has the dual-stack domains of the ISO partitions.
    "123456789012.dkr-ecr.us-iso-west-1.on.aws.ic.gov,us-iso-west-1,ISO,false,true",
    "123456789012.dkr-ecr.us-isob-east-1.on.aws.scloud,us-isob-east-1,ISO_B,false,true",
    "123456789012.dkr-ecr.eu-isoe-west-1.on.cloud-aws.adc-e.uk,eu-isoe-west-1,ISO_E,false,true",
    "123456789012.dkr-ecr.us-isof-south-1.on.aws.hci.ic.gov,us-isof-south-1,ISO_F,false,true",
    "123456789012.dkr-ecr-fips.us-isof-east-1.on.aws.hci.ic.gov,us-isof-east-1,ISO_F,true,true",
    // The public suffix list has the domain, with another service of AWS's in it.
    "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu,eusc-de-east-1,EUSC,false,true",
    // Regions that do not exist yet are recognised by the partition's pattern.
    "123456789012.dkr.ecr.eu-north-9.amazonaws.com,eu-north-9,AWS,false,false",
    "123456789012.dkr-ecr.eusc-fr-west-2.on.amazonwebservices.eu,eusc-fr-west-2,EUSC,false,true"
  })
  void recognisesPrivateRegistries(
      String host, String region, Partition partition, boolean fips, boolean dualStack) {
    assertThat(EcrRegistryHost.find(RegistryHost.parse(host)))
        .contains(new Private("123456789012", region, partition, fips, dualStack));
  }

  @ParameterizedTest
  @CsvSource({"public.ecr.aws,false", "public.ecr.aws:443,false", "ecr-public.aws.com,true"})
  void recognisesThePublicRegistry(String host, boolean dualStack) {
    assertThat(EcrRegistryHost.find(RegistryHost.parse(host))).contains(new Public(dualStack));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.cn",
        "123456789012.dkr.ecr.us-east-1.evil-amazonaws.com",
        "evil.123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "1.dkr.ecr.us-east-1.amazonaws.com",
        "1234567890123.dkr.ecr.us-east-1.amazonaws.com",
        "12345678901a.dkr.ecr.us-east-1.amazonaws.com",
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
  @ValueSource(ints = {80, 5000, 65535})
  void refusesOtherPorts(int port) {
    assertThat(EcrRegistryHost.find(new RegistryHost("public.ecr.aws", OptionalInt.of(port))))
        .isEmpty();
  }
}
