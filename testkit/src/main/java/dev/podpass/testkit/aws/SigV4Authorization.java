// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of an {@code Authorization} header of signature version 4. */
record SigV4Authorization(
    String accessKeyId, Scope scope, List<String> signedHeaders, String signature) {

  private static final Pattern PATTERN =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,"
              + " ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");

  /** The scope of a signing key. */
  record Scope(String date, String region, String service) {
    @Override
    public String toString() {
      return date + "/" + region + "/" + service + "/aws4_request";
    }
  }

  static Optional<SigV4Authorization> parse(String header) {
    Matcher matcher = PATTERN.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Scope scope = new Scope(matcher.group(2), matcher.group(3), matcher.group(4));
    return Optional.of(
        new SigV4Authorization(
            matcher.group(1), scope, List.of(matcher.group(5).split(";")), matcher.group(6)));
  }
}
