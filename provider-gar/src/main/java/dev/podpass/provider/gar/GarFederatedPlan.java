// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.Calls;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.util.Set;

/**
 * The plan to exchange the pod's token at Google STS (RFC 8693) and use the access token directly,
 * or to impersonate a service account with it.
 */
record GarFederatedPlan(
    Pod pod,
    Sourced<WorkloadIdentityPoolProvider> pool,
    ExchangeStep step,
    Set<String> tokenAudiences) {

  static GarFederatedPlan of(GarIdentity identity, Pod pod, ProviderSettings settings) {
    return new GarFederatedPlan(
        pod,
        identity.audience(),
        new ExchangeStep(
            "token exchange", Universe.of(settings).sts(settings).resolve("/v1/token")),
        settings
            .findValue(GarOptions.TOKEN_AUDIENCE)
            .map(Set::of)
            .orElseGet(() -> identity.audience().value().tokenAudiences()));
  }

  /** Direct access. */
  Exchange exchange() {
    return Exchange.as("pool provider", pool.map(Object::toString))
        .and("subject", pod.subject())
        .access("cloud-platform")
        .audiences(tokenAudiences)
        .call(step)
        .parameter("scope", SdkStsExchange.SCOPE)
        .errors(GarFailure.errors(error -> GarFailure.exchange(error, pod.claims())))
        .run(calls -> accessToken(calls).credential());
  }

  /** Impersonation: IAM Credentials {@code generateAccessToken} after the token exchange. */
  Exchange impersonating(Sourced<ServiceAccountEmail> account, URI endpoint) {
    ExchangeStep second =
        new ExchangeStep(
            "generateAccessToken",
            endpoint.resolve("/v1/" + account.value().resource() + ":generateAccessToken"));
    return Exchange.as("service account", account.map(ServiceAccountEmail::text))
        .and("pool provider", pool.map(Object::toString))
        .and("subject", pod.subject())
        .access("devstorage.read_only")
        .audiences(tokenAudiences)
        .call(step)
        .call(second)
        .parameter("scope of the federated token", SdkStsExchange.SCOPE)
        .parameter("scope", SdkImpersonation.SCOPE)
        .parameter("lifetime", SdkImpersonation.LIFETIME_SECONDS + "s")
        .errors(
            GarFailure.errors(error ->
                error.step().equals(second)
                    ? GarFailure.impersonation(error, account.value(), pool.value(), pod.claims())
                    : GarFailure.exchange(error, pod.claims())))
        .run(calls -> {
          AccessToken own = accessToken(calls);
          return calls
              .sdk(
                  second,
                  () -> SdkImpersonation.impersonate(account.value(), endpoint, own),
                  own.value())
              .within(own.expiry())
              .credential();
        });
  }

  private AccessToken accessToken(Calls calls) {
    return calls.sdk(
        step, () -> SdkStsExchange.exchange(step.endpoint(), pool.value(), calls.token()));
  }
}
