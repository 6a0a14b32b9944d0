// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An AWS partition: regions that share accounts, roles and domain names.
 *
 * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/">AWS
 *     partitions</a>
 */
public enum Partition {
  AWS("aws", "amazonaws.com", "aws", "(?!cn-)[a-z]{2}-[a-z]+-[0-9]{1,2}"),
  CHINA("aws-cn", "amazonaws.com.cn", "amazonwebservices.com.cn", "cn-[a-z]+-[0-9]{1,2}"),
  US_GOV("aws-us-gov", "amazonaws.com", "aws", "us-gov-[a-z]+-[0-9]{1,2}"),
  ISO("aws-iso", "c2s.ic.gov", "aws.ic.gov", "us-iso-[a-z]+-[0-9]{1,2}"),
  ISO_B("aws-iso-b", "sc2s.sgov.gov", "aws.scloud", "us-isob-[a-z]+-[0-9]{1,2}"),
  ISO_E("aws-iso-e", "cloud.adc-e.uk", "cloud-aws.adc-e.uk", "eu-isoe-[a-z]+-[0-9]{1,2}"),
  ISO_F("aws-iso-f", "csp.hci.ic.gov", "aws.hci.ic.gov", "us-isof-[a-z]+-[0-9]{1,2}"),
  EUSC("aws-eusc", "amazonaws.eu", "amazonwebservices.eu", "eusc-[a-z]{2}-[a-z]+-[0-9]{1,2}");

  private static final Pattern AUDIENCE =
      Pattern.compile(
          "(?:https://)?(?:sts(?:-fips)?(?:\\.[a-z0-9-]+)?|pods\\.eks)\\."
              + domains(p -> Stream.of(p.suffix(false), p.suffix(true))));

  /** EKS: an issuer, or the endpoint of a cluster. */
  private static final Pattern API_SERVER =
      Pattern.compile(
          "https://oidc[.-]eks\\.[a-z0-9-]+\\..+"
              + "|(?:https://)?(?!pods\\.eks\\.)[^/]+\\.eks\\.(?:[a-z0-9-]+\\.)?"
              + domains(p -> Stream.of(p.suffix(false)))
              + "(?::[0-9]+)?");

  private final String id;
  private final String suffix;
  private final String dualStackDomain;
  private final Pattern region;

  Partition(String id, String suffix, String dualStackDomain, String region) {
    this.id = id;
    this.suffix = suffix;
    this.dualStackDomain = dualStackDomain;
    this.region = Pattern.compile(region);
  }

  /** The partition of a registry host, if its region and its suffix belong to the same one. */
  static Optional<Partition> ofRegistry(String region, String hostSuffix, boolean dualStack) {
    return Arrays.stream(values())
        .filter(p -> p.registrySuffix(dualStack).equals(hostSuffix))
        .filter(p -> p.region.matcher(region).matches())
        .findFirst();
  }

  /**
   * Whether tokens with this audience are of use at STS, of a region or of all, or at EKS Pod
   * Identity. OpenShift's ccoctl has STS take its own.
   *
   * @see <a href="https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html">the
   *     audience of EKS Pod Identity</a>
   */
  static boolean ownsAudience(String audience) {
    return AUDIENCE.matcher(audience).matches() || audience.equals("openshift");
  }

  static boolean isApiServer(String audience) {
    return API_SERVER.matcher(audience).matches();
  }

  private static String domains(Function<Partition, Stream<String>> of) {
    return Arrays.stream(values())
        .flatMap(of)
        .distinct()
        .map(Pattern::quote)
        .collect(Collectors.joining("|", "(?:", ")"));
  }

  /** The partition of an ARN. */
  static Optional<Partition> ofArn(String id) {
    return Arrays.stream(values()).filter(p -> p.id.equals(id)).findFirst();
  }

  /** Its id, as in ARNs. */
  public String id() {
    return id;
  }

  /** The domain of API endpoints. */
  String suffix(boolean dualStack) {
    return dualStack ? "api." + dualStackDomain : suffix;
  }

  /** The domain of registry hosts. */
  String registrySuffix(boolean dualStack) {
    return dualStack ? "on." + dualStackDomain : suffix;
  }
}
