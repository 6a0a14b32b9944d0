// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A partition of AWS: regions that share accounts, roles and domain names.
 *
 * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/">AWS
 *     partitions</a>
 */
enum Partition {
  AWS("aws", "amazonaws.com", "api.aws", "on.aws", "(?!cn-)[a-z]{2}-[a-z]+-[0-9]{1,2}"),
  CHINA(
      "aws-cn",
      "amazonaws.com.cn",
      "api.amazonwebservices.com.cn",
      "on.amazonwebservices.com.cn",
      "cn-[a-z]+-[0-9]{1,2}"),
  US_GOV("aws-us-gov", "amazonaws.com", "api.aws", "on.aws", "us-gov-[a-z]+-[0-9]{1,2}"),
  ISO("aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "", "us-iso-[a-z]+-[0-9]{1,2}"),
  ISO_B("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "", "us-isob-[a-z]+-[0-9]{1,2}"),
  ISO_E("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "", "eu-isoe-[a-z]+-[0-9]{1,2}"),
  ISO_F("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "", "us-isof-[a-z]+-[0-9]{1,2}"),
  EUSC(
      "aws-eusc",
      "amazonaws.eu",
      "api.amazonwebservices.eu",
      "",
      "eusc-[a-z]{2}-[a-z]+-[0-9]{1,2}");

  private final String id;
  private final String suffix;
  private final String dualStackSuffix;
  private final String dualStackRegistrySuffix;
  private final Pattern region;

  Partition(
      String id,
      String suffix,
      String dualStackSuffix,
      String dualStackRegistrySuffix,
      String region) {
    this.id = id;
    this.suffix = suffix;
    this.dualStackSuffix = dualStackSuffix;
    this.dualStackRegistrySuffix = dualStackRegistrySuffix;
    this.region = Pattern.compile(region);
  }

  /** The partition of a registry whose host name ends so; region and suffix must agree. */
  static Optional<Partition> ofRegistry(String region, String hostSuffix, boolean dualStack) {
    return Arrays.stream(values())
        .filter(p -> hostSuffix.equals(dualStack ? p.dualStackRegistrySuffix : p.suffix))
        .filter(p -> p.region.matcher(region).matches())
        .findFirst();
  }

  /** The partition of an ARN. */
  static Optional<Partition> ofArn(String id) {
    return Arrays.stream(values()).filter(p -> p.id.equals(id)).findFirst();
  }

  /** As it stands in ARNs. */
  String id() {
    return id;
  }

  /** The domain of API endpoints. */
  String suffix(boolean dualStack) {
    return dualStack ? dualStackSuffix : suffix;
  }
}
