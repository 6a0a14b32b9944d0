// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of an exchange, well-formed until changed. */
record ExchangeForm(Map<String, String> fields) {
  private static final Pattern UNDERSCORE = Pattern.compile("_(.)");

  static ExchangeForm of(String audience, String token) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    fields.put("audience", audience);
    fields.put("scope", Scopes.CLOUD_PLATFORM);
    fields.put("requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
    fields.put("subject_token", token);
    fields.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    return new ExchangeForm(fields);
  }

  ExchangeForm with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return new ExchangeForm(changed);
  }

  ExchangeForm without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    return new ExchangeForm(changed);
  }

  String encoded() {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  String snakeCaseJson() {
    return JSONObjectUtils.toJSONString(new LinkedHashMap<>(fields));
  }

  String camelCaseJson() {
    Map<String, Object> camel = new LinkedHashMap<>();
    fields.forEach((name, value) ->
        camel.put(
            UNDERSCORE.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT)), value));
    return JSONObjectUtils.toJSONString(camel);
  }
}
