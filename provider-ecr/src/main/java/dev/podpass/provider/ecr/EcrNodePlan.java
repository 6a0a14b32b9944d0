// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.ProviderSettings;

/** The plan to get an authorization token with the instance profile of the node. */
final class EcrNodePlan {
  private EcrNodePlan() {}

  static Exchange of(EcrRegistryHost host, ProviderSettings settings) {
    EcrTarget target = new EcrTarget(host, EcrEndpoints.api(host, settings));
    ExchangeStep metadata =
        new ExchangeStep("instance metadata", settings.get(EcrOptions.METADATA_ENDPOINT));
    return Exchange.asNode("role")
        .call(metadata)
        .call(target.step())
        .errors(
            ErrorFormat.of(SdkAwsError::find, error -> EcrFailure.ofNode(error, metadata, target)))
        .run(calls ->
            SdkAuthorizationToken.get(
                target,
                SdkInstanceProfileCredentials.get(metadata, calls),
                SdkClients.SHARED,
                calls));
  }
}
