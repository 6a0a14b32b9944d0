// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An authority of Entra ID: discovery, and tokens for those who present an assertion. */
final class FakeEntra implements FakeHost {
  private static final Pattern PATH = Pattern.compile("/(?<tenant>[^/]+)/(?<rest>.+)");

  private final EntraTokenEndpoint tokenEndpoint;
  private final TenantLookup tenants;
  private final Clock clock;

  FakeEntra(AzureCloud cloud, FakeDirectory directory, AccessTokens tokens, Clock clock) {
    this.tenants = new TenantLookup(cloud, directory);
    this.tokenEndpoint = new EntraTokenEndpoint(directory, tokens, new AssertionVerifier(clock));
    this.clock = clock;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    EntraReply reply = EntraReply.to(request, clock.instant());
    try {
      return answer(request, reply);
    } catch (Refusal refusal) {
      return reply.refused(refusal.status(), refusal.code(), refusal.getMessage());
    }
  }

  private Answer answer(ReceivedRequest request, EntraReply reply) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return Answer.status(404);
    }
    String tenant = path.group("tenant");
    String host = request.host();
    return switch (path.group("rest")) {
      case "discovery/instance" -> reply.ok(EntraDiscovery.instances(host));
      case "v2.0/.well-known/openid-configuration" ->
          reply.ok(
              EntraDiscovery.openIdConfiguration(host, tenants.find(tenant, "invalid_tenant")));
      case "oauth2/v2.0/token" ->
          reply.ok(tokenEndpoint.grant(request, tenants.find(tenant, "invalid_request")));
      default -> Answer.status(404);
    };
  }
}
