// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry host of Amazon ECR, recognised whole.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html">private
 *     registries</a>
 */
sealed interface EcrRegistryHost {
  String PUBLIC = "public.ecr.aws";
  String PUBLIC_DUAL_STACK = "ecr-public.aws.com";

  /** The dual-stack form has a hyphen where the other has a dot. */
  Pattern PRIVATE =
      Pattern.compile(
          "(?<account>[0-9]{12})\\.dkr(?<separator>[.-])ecr(?<fips>-fips)?"
              + "\\.(?<region>[a-z0-9-]{5,32})\\.(?<suffix>[a-z0-9.-]+)");

  /** Every form of host, as kubelet matches images. */
  List<String> MATCH_IMAGES =
      List.of(
          "*.dkr.ecr.*.amazonaws.com",
          "*.dkr.ecr-fips.*.amazonaws.com",
          "*.dkr-ecr.*.on.aws",
          "*.dkr-ecr-fips.*.on.aws",
          "*.dkr.ecr.*.amazonaws.com.cn",
          "*.dkr.ecr-fips.*.amazonaws.com.cn",
          "*.dkr-ecr.*.on.amazonwebservices.com.cn",
          "*.dkr-ecr-fips.*.on.amazonwebservices.com.cn",
          "*.dkr.ecr.*.c2s.ic.gov",
          "*.dkr.ecr-fips.*.c2s.ic.gov",
          "*.dkr.ecr.*.sc2s.sgov.gov",
          "*.dkr.ecr-fips.*.sc2s.sgov.gov",
          "*.dkr.ecr.*.cloud.adc-e.uk",
          "*.dkr.ecr-fips.*.cloud.adc-e.uk",
          "*.dkr.ecr.*.csp.hci.ic.gov",
          "*.dkr.ecr-fips.*.csp.hci.ic.gov",
          "*.dkr.ecr.*.amazonaws.eu",
          "*.dkr.ecr-fips.*.amazonaws.eu",
          "public.ecr.aws",
          "ecr-public.aws.com");

  /** The region whose endpoints it is served from. */
  String region();

  /** Its partition. */
  Partition partition();

  /** Whether the host asks for FIPS endpoints. */
  boolean fips();

  /** Whether the host asks for endpoints with IPv6. */
  boolean dualStack();

  /**
   * The registry of an account in a region.
   *
   * @param account twelve digits
   * @param region such as {@code eu-central-1}
   * @param partition follows from region and domain
   * @param fips whether the host asks for FIPS endpoints
   * @param dualStack whether the host asks for endpoints with IPv6
   */
  record Private(
      String account, String region, Partition partition, boolean fips, boolean dualStack)
      implements EcrRegistryHost {}

  /**
   * ECR Public, which is served from one region only.
   *
   * @param dualStack whether the host asks for endpoints with IPv6
   */
  record Public(boolean dualStack) implements EcrRegistryHost {
    @Override
    public String region() {
      return "us-east-1";
    }

    @Override
    public Partition partition() {
      return Partition.AWS;
    }

    @Override
    public boolean fips() {
      return false;
    }
  }

  /** Recognises a host; ECR answers on the standard port alone. */
  static Optional<EcrRegistryHost> find(RegistryHost host) {
    if (host.port().orElse(443) != 443) {
      return Optional.empty();
    }
    if (host.name().equals(PUBLIC) || host.name().equals(PUBLIC_DUAL_STACK)) {
      return Optional.of(new Public(host.name().equals(PUBLIC_DUAL_STACK)));
    }
    Matcher matcher = PRIVATE.matcher(host.name());
    return matcher.matches() ? ofPrivate(matcher) : Optional.empty();
  }

  private static Optional<EcrRegistryHost> ofPrivate(Matcher matcher) {
    String region = matcher.group("region");
    boolean dualStack = matcher.group("separator").equals("-");
    return Partition.ofRegistry(region, matcher.group("suffix"), dualStack)
        .map(partition ->
            new Private(
                matcher.group("account"),
                region,
                partition,
                matcher.group("fips") != null,
                dualStack));
  }
}
