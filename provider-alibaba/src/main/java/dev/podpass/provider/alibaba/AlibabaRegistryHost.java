// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A registry host of Alibaba Cloud Container Registry, matched in full.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/acr/user-guide/networks">its networks</a>
 */
record AlibabaRegistryHost(Edition edition, String region, boolean vpc) {
  /**
   * A region has a country or continent of two letters. A label of another service, such as {@code
   * oss-cn-hangzhou}, below which customers name hosts, has not.
   */
  static final String REGION = "(?<region>[a-z]{2}(?:-[a-z0-9]{1,16}){1,4})";

  private static final String NETWORK = "registry(?:-intl)?(?<vpc>-vpc|-internal)?";

  private static final Pattern ENTERPRISE =
      Pattern.compile(
          "[a-z0-9][a-z0-9-]{0,62}-"
              + NETWORK
              + "(?:\\.distributed)?\\."
              + REGION
              + "\\.cr\\.aliyuncs\\.com");

  private static final Pattern PERSONAL =
      Pattern.compile(NETWORK + "\\." + REGION + "\\.(?:cr\\.)?aliyuncs\\.com");

  /** Of Personal edition's newer instances. */
  private static final Pattern PERSONAL_INSTANCE =
      Pattern.compile(
          "crpi-[a-z0-9]{8,32}(?<vpc>-vpc)?\\." + REGION + "\\.personal\\.cr\\.aliyuncs\\.com");

  private static final Pattern SIMILAR =
      Pattern.compile(
          "(?:[a-z0-9-]+-)?registry(?:-intl)?(?:-vpc|-internal)?\\.[a-z0-9.-]*aliyuncs?\\.com?(?:\\..*)?");

  /** All forms of host, as kubelet's {@code matchImages}; none is that of ACK's own images. */
  static final List<String> MATCH_IMAGES =
      Stream.concat(
              Stream.of("", "-vpc", "-internal", "-intl", "-intl-vpc", "-intl-internal")
                  .map("registry%s.*.aliyuncs.com"::formatted),
              Stream.of(
                  "registry*.*.cr.aliyuncs.com",
                  "*-registry*.*.cr.aliyuncs.com",
                  "*-registry*.distributed.*.cr.aliyuncs.com",
                  "crpi-*.*.personal.cr.aliyuncs.com"))
          .toList();

  /** The editions of the service. */
  enum Edition {
    /** Instances with an id. */
    ENTERPRISE,
    /** One registry of each account in a region. */
    PERSONAL
  }

  /** Parses a host; the registries listen on the standard port only. */
  static Optional<AlibabaRegistryHost> find(RegistryHost host) {
    if (host.port().orElse(443) != 443) {
      return Optional.empty();
    }
    return match(ENTERPRISE, Edition.ENTERPRISE, host.name())
        .or(() -> match(PERSONAL, Edition.PERSONAL, host.name()))
        .or(() -> match(PERSONAL_INSTANCE, Edition.PERSONAL, host.name()));
  }

  /** The correction of a name that resembles such a host. */
  static Optional<String> correction(String name) {
    return SIMILAR.matcher(name).matches()
        ? Optional.of(
            "registries of Alibaba Cloud are NAME-registry.REGION.cr.aliyuncs.com and"
                + " registry.REGION.aliyuncs.com, with -vpc or -internal after registry; correct"
                + " the image")
        : Optional.empty();
  }

  private static Optional<AlibabaRegistryHost> match(Pattern form, Edition edition, String name) {
    Matcher matcher = form.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new AlibabaRegistryHost(edition, matcher.group("region"), matcher.group("vpc") != null))
        : Optional.empty();
  }
}
