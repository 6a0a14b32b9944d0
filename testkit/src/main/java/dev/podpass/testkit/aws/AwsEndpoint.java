// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service's host in a region.
 *
 * @param fips whether it is one for FIPS alone; GovCloud's STS serves both under one name
 */
record AwsEndpoint(Service service, String region, Partition partition, boolean fips) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?<name>[a-z]+(?:[.-][a-z]+)*)\\.(?<region>[a-z]+(?:-[a-z]+)+-\\d+)\\.(?<suffix>[a-z0-9.-]+)");

  /** The services, by the names that signatures are scoped to. */
  enum Service {
    STS("sts"),
    ECR("ecr"),
    ECR_PUBLIC("ecr-public");

    private final String signingName;

    Service(String signingName) {
      this.signingName = signingName;
    }

    String signingName() {
      return signingName;
    }
  }

  static Optional<AwsEndpoint> of(String host) {
    if (host.equals("sts.amazonaws.com")) { // The global endpoint, which lives in Virginia.
      return Optional.of(new AwsEndpoint(Service.STS, "us-east-1", Partition.AWS, false));
    }
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String region = matcher.group("region");
    Optional<Partition> partition = Partition.ofRegion(region);
    String name = matcher.group("name");
    return partition
        .flatMap(p -> service(name, region, matcher.group("suffix"), p))
        .map(service -> new AwsEndpoint(service, region, partition.get(), name.endsWith("-fips")));
  }

  /**
   * The names under which services are reached. ECR has two for everything: the SDKs' rule sets
   * have changed between them, and AWS documents both.
   */
  private static Optional<Service> service(
      String name, String region, String suffix, Partition partition) {
    boolean dualStack = suffix.equals(partition.dualStackSuffix());
    if (!dualStack && !suffix.equals(partition.suffix())) {
      return Optional.empty();
    }
    return switch (name) {
      case "sts" -> Optional.of(Service.STS);
      case "sts-fips" ->
          dualStack || partition != Partition.GOV_CLOUD
              ? Optional.of(Service.STS)
              : Optional.empty();
      case "ecr", "api.ecr", "ecr-fips", "api.ecr-fips" -> Optional.of(Service.ECR);
      case "api.ecr-public" -> isPublic(region, !dualStack);
      case "ecr-public" -> isPublic(region, dualStack);
      default -> Optional.empty();
    };
  }

  private static Optional<Service> isPublic(String region, boolean named) {
    return named && region.equals("us-east-1") ? Optional.of(Service.ECR_PUBLIC) : Optional.empty();
  }
}
