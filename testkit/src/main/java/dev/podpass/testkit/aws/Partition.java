// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** AWS's partitions with their DNS suffixes. */
enum Partition {
  AWS("aws", "amazonaws.com", "api.aws", "(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d+"),
  CHINA("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-[a-z]+-\\d+"),
  GOV_CLOUD("aws-us-gov", "amazonaws.com", "api.aws", "us-gov-[a-z]+-\\d+"),
  ISO("aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-[a-z]+-\\d+"),
  ISO_B("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-[a-z]+-\\d+"),
  ISO_E("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-[a-z]+-\\d+"),
  ISO_F("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-[a-z]+-\\d+"),
  EUSC("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-[a-z]+-[a-z]+-\\d+");

  private final String id;
  private final String suffix;
  private final String dualStackSuffix;
  private final Pattern regions;

  Partition(String id, String suffix, String dualStackSuffix, String regions) {
    this.id = id;
    this.suffix = suffix;
    this.dualStackSuffix = dualStackSuffix;
    this.regions = Pattern.compile(regions);
  }

  static Optional<Partition> ofRegion(String region) {
    return Arrays.stream(values())
        .filter(partition -> partition.regions.matcher(region).matches())
        .findFirst();
  }

  /** As it stands in an ARN. */
  String id() {
    return id;
  }

  String suffix() {
    return suffix;
  }

  String dualStackSuffix() {
    return dualStackSuffix;
  }
}
