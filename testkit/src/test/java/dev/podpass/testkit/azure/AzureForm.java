// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A form to be varied and sent. */
record AzureForm(Map<String, String> fields) {
  /** The form that MSAL sends, with the fields in an order of ours. */
  static AzureForm clientAssertion(String clientId, String assertion) {
    return new AzureForm(Map.of())
        .with("grant_type", "client_credentials")
        .with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .with("client_assertion", assertion)
        .with("client_id", clientId)
        .with(
            "scope", "https://containerregistry.azure.net/.default openid offline_access profile");
  }

  static AzureForm exchange(String service, String accessToken) {
    return new AzureForm(Map.of())
        .with("grant_type", "access_token")
        .with("service", service)
        .with("access_token", accessToken);
  }

  AzureForm with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return new AzureForm(changed);
  }

  String encoded() {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
