// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.ProviderSettings;
import java.net.URI;
import java.util.Optional;

/** A registry and the endpoints of its region; Personal edition has no instance. */
public record AlibabaRegistry(String region, boolean vpc, Optional<String> instance) {

  /**
   * A repository, as RAM's policies name it. The account is the role's own; the registry's host
   * does not name it.
   */
  public String resource(String repository) {
    return "acs:cr:%s:*:repository/%s%s"
        .formatted(region, instance.map(id -> id + "/").orElse(""), repository);
  }

  /** The STS endpoint, or the operator's own. */
  URI sts(ProviderSettings settings) {
    // Finance Cloud of Hangzhou has no STS of its own.
    String place = region.equals("cn-hangzhou-finance") ? "cn-hangzhou" : region;
    return settings.findValue(AlibabaOptions.STS_ENDPOINT).orElseGet(() -> endpoint("sts", place));
  }

  /** The endpoint of the Container Registry API, or the operator's own. */
  URI api(ProviderSettings settings) {
    return settings.findValue(AlibabaOptions.API_ENDPOINT).orElseGet(() -> endpoint("cr", region));
  }

  private URI endpoint(String service, String place) {
    return URI.create("https://%s%s.%s.aliyuncs.com/".formatted(service, vpc ? "-vpc" : "", place));
  }
}
