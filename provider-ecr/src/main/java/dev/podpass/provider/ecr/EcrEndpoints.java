// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.net.URI;

/** Where the calls of an exchange are sent: beside the registry, and with its properties. */
final class EcrEndpoints {
  private EcrEndpoints() {}

  /** The regional endpoint of STS, or the operator's own. */
  static URI sts(EcrRegistryHost host, ProviderSettings settings) {
    return settings.find(EcrOptions.STS_ENDPOINT).map(Sourced::value).orElseGet(() -> sts(host));
  }

  /** The endpoint that gives out authorization tokens, or the operator's own. */
  static URI api(EcrRegistryHost host, ProviderSettings settings) {
    return settings.find(EcrOptions.API_ENDPOINT).map(Sourced::value).orElseGet(() -> api(host));
  }

  // https://docs.aws.amazon.com/general/latest/gr/sts.html
  private static URI sts(EcrRegistryHost host) {
    return switch (host) {
      case Public p -> https("sts", p.region(), p.partition().suffix(false));
      case Private p -> {
        // GovCloud's standard endpoint is its FIPS endpoint.
        boolean own = p.fips() && (p.partition() != Partition.US_GOV || p.dualStack());
        yield https(own ? "sts-fips" : "sts", p.region(), p.partition().suffix(p.dualStack()));
      }
    };
  }

  // https://docs.aws.amazon.com/general/latest/gr/ecr.html
  private static URI api(EcrRegistryHost host) {
    return switch (host) {
      case Public p -> https("api.ecr-public", p.region(), p.partition().suffix(false));
      case Private p -> https(apiService(p), p.region(), p.partition().suffix(p.dualStack()));
    };
  }

  private static String apiService(Private host) {
    if (!host.fips()) {
      return "api.ecr";
    }
    boolean named = host.partition() == Partition.AWS || host.partition() == Partition.US_GOV;
    return named && !host.dualStack() ? "ecr-fips" : "api.ecr-fips";
  }

  private static URI https(String service, String region, String suffix) {
    return URI.create("https://" + service + "." + region + "." + suffix + "/");
  }
}
