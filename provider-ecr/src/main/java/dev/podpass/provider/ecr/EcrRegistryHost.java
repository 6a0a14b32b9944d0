// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.image.RegistryHost;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A registry host of Amazon ECR, matched in full.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html">private
 *     registries</a>
 */
public sealed interface EcrRegistryHost {
  String PUBLIC = "public.ecr.aws";
  String PUBLIC_DUAL_STACK = "ecr-public.aws.com";

  /** The dual-stack form has a hyphen where the other has a dot. */
  Pattern PRIVATE =
      Pattern.compile(
          "(?<account>[0-9]{12})\\.dkr(?<separator>[.-])ecr(?<fips>-fips)?"
              + "\\.(?<region>[a-z0-9-]{5,32})\\.(?<suffix>[a-z0-9.-]+)");

  Pattern ALMOST_PRIVATE =
      Pattern.compile("(?<account>[^.]*)\\.dkr[.-]ecr(?:-fips)?\\.(?<rest>[a-z0-9-]+\\..*)");

  /** All forms of host, as kubelet's {@code matchImages}. */
  List<String> MATCH_IMAGES =
      Stream.concat(
              Arrays.stream(Partition.values()).flatMap(EcrRegistryHost::patterns).distinct(),
              Stream.of(PUBLIC, PUBLIC_DUAL_STACK))
          .toList();

  String region();

  Partition partition();

  /** The placeholder values for {@code --ecr-role-arn}. */
  Map<String, String> placeholders();

  boolean fips();

  boolean dualStack();

  /** The private registry of an account in a region. */
  record Private(
      String account, String region, Partition partition, boolean fips, boolean dualStack)
      implements EcrRegistryHost {
    @Override
    public Map<String, String> placeholders() {
      return Map.of(EcrOptions.ACCOUNT, account);
    }

    /** The ARN of a repository. */
    public String resource(String repository) {
      return String.join(
          ":", "arn", partition.id(), "ecr", region, account, "repository/" + repository);
    }
  }

  /** ECR Public, which is served from one region only. */
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
    public Map<String, String> placeholders() {
      return Map.of();
    }

    @Override
    public boolean fips() {
      return false;
    }
  }

  /** Parses a host; ECR listens on the standard port only. */
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

  /** The correction of a name that has the form of a private registry's, but for a part. */
  static Optional<String> correction(String name) {
    Matcher matcher = ALMOST_PRIVATE.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String account = matcher.group("account");
    return Optional.of(
        account.matches("[0-9]{12}")
            ? "no region of ECR has the domain %s; correct the image"
                .formatted(matcher.group("rest"))
            : "an AWS account has 12 digits, and \"%s\" is not one; correct the image"
                .formatted(account));
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

  private static Stream<String> patterns(Partition partition) {
    return Stream.of(
            "*.dkr.ecr.*.%1$s",
            "*.dkr.ecr-fips.*.%1$s", "*.dkr-ecr.*.%2$s", "*.dkr-ecr-fips.*.%2$s")
        .map(form ->
            form.formatted(partition.registrySuffix(false), partition.registrySuffix(true)));
  }
}
