// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.azure.AzureCloud;
import java.util.List;
import java.util.stream.Stream;

/** Every form of the hosts that the providers serve, as the clouds document them. */
final class HostForms {
  /** An account's registries, with their region and its partition. */
  static final List<EcrHost> ECR =
      List.of(
          EcrHost.of("dkr.ecr.us-east-1.amazonaws.com", "aws"),
          EcrHost.of("dkr.ecr-fips.us-east-1.amazonaws.com", "aws"),
          EcrHost.of("dkr-ecr.eu-west-1.on.aws", "aws"),
          EcrHost.of("dkr-ecr-fips.us-west-2.on.aws", "aws"),
          EcrHost.of("dkr.ecr.us-gov-west-1.amazonaws.com", "aws-us-gov"),
          EcrHost.of("dkr.ecr-fips.us-gov-east-1.amazonaws.com", "aws-us-gov"),
          EcrHost.of("dkr-ecr.us-gov-west-1.on.aws", "aws-us-gov"),
          EcrHost.of("dkr-ecr-fips.us-gov-east-1.on.aws", "aws-us-gov"),
          EcrHost.of("dkr.ecr.cn-north-1.amazonaws.com.cn", "aws-cn"),
          EcrHost.of("dkr.ecr-fips.cn-northwest-1.amazonaws.com.cn", "aws-cn"),
          EcrHost.of("dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "aws-cn"),
          EcrHost.of("dkr-ecr-fips.cn-northwest-1.on.amazonwebservices.com.cn", "aws-cn"),
          EcrHost.of("dkr.ecr.us-iso-east-1.c2s.ic.gov", "aws-iso"),
          EcrHost.of("dkr.ecr-fips.us-iso-west-1.c2s.ic.gov", "aws-iso"),
          EcrHost.of("dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "aws-iso-b"),
          EcrHost.of("dkr.ecr-fips.us-isob-west-1.sc2s.sgov.gov", "aws-iso-b"),
          EcrHost.of("dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "aws-iso-e"),
          EcrHost.of("dkr.ecr-fips.eu-isoe-west-2.cloud.adc-e.uk", "aws-iso-e"),
          EcrHost.of("dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "aws-iso-f"),
          EcrHost.of("dkr.ecr-fips.us-isof-east-1.csp.hci.ic.gov", "aws-iso-f"),
          EcrHost.of("dkr.ecr.eusc-de-east-1.amazonaws.eu", "aws-eusc"),
          EcrHost.of("dkr.ecr-fips.eusc-de-west-1.amazonaws.eu", "aws-eusc"),
          EcrHost.of("dkr-ecr.us-iso-west-1.on.aws.ic.gov", "aws-iso"),
          EcrHost.of("dkr-ecr-fips.us-isob-east-1.on.aws.scloud", "aws-iso-b"),
          EcrHost.of("dkr-ecr.eu-isoe-west-1.on.cloud-aws.adc-e.uk", "aws-iso-e"),
          EcrHost.of("dkr-ecr.us-isof-south-1.on.aws.hci.ic.gov", "aws-iso-f"),
          EcrHost.of("dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu", "aws-eusc"));

  static final List<String> ECR_PUBLIC = List.of("public.ecr.aws", "ecr-public.aws.com");

  static final List<String> ARTIFACT_REGISTRY =
      List.of(
          "us-docker.pkg.dev",
          "europe-docker.pkg.dev",
          "asia-docker.pkg.dev",
          "europe-west1-docker.pkg.dev",
          "docker.europe-west1.rep.pkg.dev",
          "docker.us-central1.rep.pkg.dev",
          "gcr.io",
          "us.gcr.io",
          "eu.gcr.io",
          "asia.gcr.io");

  static final List<String> ALIBABA =
      List.of(
          "my-registry.cn-hangzhou.cr.aliyuncs.com",
          "my-registry-vpc.cn-shanghai-finance-1.cr.aliyuncs.com",
          "my-registry-intl-internal.ap-southeast-1.cr.aliyuncs.com",
          "my-registry.distributed.cn-beijing.cr.aliyuncs.com",
          "registry.cn-hangzhou.aliyuncs.com",
          "registry-vpc.us-east-1.aliyuncs.com",
          "registry-intl-internal.ap-southeast-1.aliyuncs.com",
          "registry.cn-hangzhou.cr.aliyuncs.com",
          "crpi-0a1b2c3d4e5f6g7h.cn-hangzhou.personal.cr.aliyuncs.com",
          "crpi-0a1b2c3d4e5f6g7h-vpc.cn-hangzhou.personal.cr.aliyuncs.com");

  /** Served if the operator says so. */
  static final String MARKETPLACE = "marketplace.gcr.io";

  /** Hosts that only look like those above. */
  static final List<String> LOOK_ALIKES =
      List.of(
          "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
          "evil.123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "dkr.ecr.us-east-1.amazonaws.com",
          "public.ecr.aws.evil.example",
          "us-docker.pkg.dev.evil.example",
          "us.docker.pkg.dev",
          "evil.gcr.io",
          "evilgcr.io",
          "myregistry.azurecr.io.evil.example",
          "azurecr.io",
          "evilazurecr.io",
          "myregistry.eastus2.data.azurecr.io",
          "registry.cn-hangzhou.aliyuncs.com.evil.example",
          "evil.registry.cn-hangzhou.aliyuncs.com",
          "registry.aliyuncs.com",
          "registry-cn-hangzhou-vpc.ack.aliyuncs.com");

  private HostForms() {}

  /** The registries of a universe of Google's. */
  static List<String> ofUniverse(String registryDomain) {
    return List.of(
        "u-france-east1-docker." + registryDomain, "docker.u-france-east1.rep." + registryDomain);
  }

  /** Login servers: plain, with a domain name label's hash, and each of them in a region. */
  static List<String> ofAzure(AzureCloud cloud) {
    return Stream.of(
            "myregistry",
            "myregistry-h4a2b6c8",
            "myregistry.eastus2.geo",
            "myregistry-h4a2b6c8.westeurope.geo")
        .map(name -> name + "." + cloud.registrySuffix())
        .toList();
  }

  /**
   * A registry of the example's account.
   *
   * @param name the host
   * @param region the one in it
   * @param partition the id of the partition that the region is in
   */
  record EcrHost(String name, String region, String partition) {
    private static EcrHost of(String form, String partition) {
      String region = form.replaceFirst("^dkr[.-]ecr(?:-fips)?\\.([^.]+)\\..*", "$1");
      return new EcrHost(ExampleWorld.ACCOUNT + "." + form, region, partition);
    }
  }
}
