// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** A request to one of AWS's JSON services, signed by AWS's own signer. */
record SignedPost(String host, Scope scope, Map<String, String> headers, String body) {

  /** What it is signed for, and when. */
  record Scope(String service, String region, Clock clock) {}

  static SignedPost to(String host, Scope scope, String target) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-amz-json-1.1");
    headers.put("X-Amz-Target", target);
    return new SignedPost(host, scope, headers, "{}");
  }

  SignedPost scopedTo(Scope other) {
    return new SignedPost(host, other, headers, body);
  }

  SignedPost body(String other) {
    return new SignedPost(host, scope, headers, other);
  }

  SignedPost header(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return new SignedPost(host, scope, changed, body);
  }

  /** The header lines of the signed request, without those that every client adds itself. */
  String[] sign(Session.Keys keys) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("https://" + host + "/"));
    headers.forEach(request::putHeader);
    var identity =
        AwsSessionCredentialsIdentity.create(
            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(identity)
                    .request(request.build())
                    .payload(ContentStreamProvider.fromUtf8String(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, scope.service())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, scope.region())
                    .putProperty(HttpSigner.SIGNING_CLOCK, scope.clock()));
    return Stream.concat(
            signed.request().headers().entrySet().stream()
                .filter(header -> !header.getKey().equals("Host"))
                .map(header -> header.getKey() + ": " + String.join(",", header.getValue())),
            Stream.of("Connection: close"))
        .collect(Collectors.toList())
        .toArray(String[]::new);
  }
}
