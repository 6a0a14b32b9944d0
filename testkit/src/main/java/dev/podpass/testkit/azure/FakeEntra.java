// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.time.Clock;
import java.util.List;
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

  /** Finds the tenant that a path names, by id or by domain. */
  private record TenantLookup(AzureCloud cloud, FakeDirectory directory) {
    private static final Pattern NAME =
        Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[\\w-]+(\\.[\\w-]+)+");

    /**
     * The tenant.
     *
     * @param error what an unknown one is called, which differs between endpoints
     */
    Tenant find(String name, String error) {
      if (!NAME.matcher(name).matches()) {
        throw new Refusal(
            400,
            "invalid_request",
            "AADSTS900023: Specified tenant identifier '%s' is neither a valid DNS name, nor a valid external domain."
                .formatted(name));
      }
      return directory
          .tenant(cloud, name)
          .orElseThrow(() ->
              new Refusal(
                  400,
                  error,
                  "AADSTS90002: Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."
                      .formatted(name)));
    }
  }

  /** Entra's discovery documents, in the form of recorded answers. */
  private static final class EntraDiscovery {
    private static final JsonMapper JSON = new JsonMapper();

    private EntraDiscovery() {}

    /** The OpenID Connect configuration of a tenant, as an authority's host serves it. */
    static ObjectNode openIdConfiguration(String host, Tenant tenant) {
      String base = "https://" + host + "/" + tenant.id();
      ObjectNode document = JSON.createObjectNode();
      document.put("token_endpoint", base + "/oauth2/v2.0/token");
      array(
          document,
          "token_endpoint_auth_methods_supported",
          List.of("client_secret_post", "private_key_jwt", "client_secret_basic"));
      document.put("jwks_uri", base + "/discovery/v2.0/keys");
      array(document, "response_modes_supported", List.of("query", "fragment", "form_post"));
      array(document, "subject_types_supported", List.of("pairwise"));
      array(document, "id_token_signing_alg_values_supported", List.of("RS256"));
      array(
          document,
          "response_types_supported",
          List.of("code", "id_token", "code id_token", "id_token token"));
      array(document, "scopes_supported", List.of("openid", "profile", "email", "offline_access"));
      return document
          .put("issuer", "https://" + tenant.cloud().authority() + "/" + tenant.id() + "/v2.0")
          .put("request_uri_parameter_supported", false)
          .put("authorization_endpoint", base + "/oauth2/v2.0/authorize")
          .put("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode")
          .put("http_logout_supported", true)
          .put("frontchannel_logout_supported", true)
          .put("end_session_endpoint", base + "/oauth2/v2.0/logout")
          .put("kerberos_endpoint", base + "/kerberos")
          .put("tenant_region_scope", "WW")
          .put("cloud_instance_name", tenant.cloud().authority().substring("login.".length()));
    }

    /** Which hosts are authorities, and which are the same. */
    static ObjectNode instances(String host) {
      ObjectNode document =
          JSON.createObjectNode()
              .put(
                  "tenant_discovery_endpoint",
                  "https://" + host + "/common/v2.0/.well-known/openid-configuration")
              .put("api-version", "1.1");
      var metadata = document.putArray("metadata");
      for (AzureCloud cloud : AzureCloud.values()) {
        ObjectNode instance =
            metadata
                .addObject()
                .put("preferred_network", cloud.authority())
                .put("preferred_cache", cloud.authority());
        array(instance, "aliases", cloud.authorities());
      }
      return document;
    }

    private static void array(ObjectNode document, String name, List<String> values) {
      var array = document.putArray(name);
      values.forEach(array::add);
    }
  }
}
