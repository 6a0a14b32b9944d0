// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.ProviderSettings;
import java.net.URI;

/**
 * The AWS endpoints of an exchange, derived from the registry host: its region, partition, FIPS and
 * dual-stack.
 */
final class EcrEndpoints {
  private EcrEndpoints() {}

  /** The regional STS endpoint, or the operator's own. */
  static URI sts(EcrRegistryHost host, ProviderSettings settings) {
    // https://docs.aws.amazon.com/general/latest/gr/sts.html
    // GovCloud's standard endpoint is its FIPS endpoint.
    boolean named = host.fips() && (host.partition() != Partition.US_GOV || host.dualStack());
    return settings
        .findValue(EcrOptions.STS_ENDPOINT)
        .orElseGet(() -> https(named ? "sts-fips" : "sts", host));
  }

  /** The ECR API endpoint, or the operator's own. */
  static URI api(EcrRegistryHost host, ProviderSettings settings) {
    // https://docs.aws.amazon.com/general/latest/gr/ecr.html
    String service =
        switch (host) {
          case Public _ -> "ecr-public";
          case Private p -> p.fips() ? "ecr-fips" : "ecr";
        };
    return settings
        .findValue(EcrOptions.API_ENDPOINT)
        .orElseGet(() -> https(host.dualStack() ? service : "api." + service, host));
  }

  private static URI https(String service, EcrRegistryHost host) {
    return URI.create(
        "https://"
            + String.join(".", service, host.region(), host.partition().suffix(host.dualStack()))
            + "/");
  }
}
