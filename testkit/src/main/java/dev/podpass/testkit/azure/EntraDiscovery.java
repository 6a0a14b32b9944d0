// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Entra's discovery documents, in the form of recorded answers. */
final class EntraDiscovery {
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
