// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields of an AssumeRoleWithWebIdentity, well-formed until changed. */
record StsForm(Map<String, String> fields) {
  static StsForm of(String role, String token) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Action", "AssumeRoleWithWebIdentity");
    fields.put("Version", "2011-06-15");
    fields.put("RoleArn", role);
    fields.put("RoleSessionName", "team-a.app");
    fields.put("WebIdentityToken", token);
    return new StsForm(fields);
  }

  StsForm with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return new StsForm(changed);
  }

  StsForm without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    return new StsForm(changed);
  }

  String encoded() {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
