// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.endpoints.Endpoint;

/** The endpoint and signing region of one call, as the SDK's per-request configuration. */
final class SdkEndpoint {
  private SdkEndpoint() {}

  static CompletableFuture<Endpoint> unsigned(URI uri) {
    return CompletableFuture.completedFuture(Endpoint.builder().url(uri).build());
  }

  static CompletableFuture<Endpoint> signed(URI uri, String service, String region) {
    return CompletableFuture.completedFuture(
        Endpoint.builder()
            .url(uri)
            .putAttribute(
                AwsEndpointAttribute.AUTH_SCHEMES,
                List.of(
                    SigV4AuthScheme.builder().signingName(service).signingRegion(region).build()))
            .build());
  }
}
