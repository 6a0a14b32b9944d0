// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.pki.TrustedAuthority;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** AWS's own clients, led to the fakes by proxy and trust alone. */
final class SdkClients {
  private final FakeClouds clouds;

  SdkClients(FakeClouds clouds) {
    this.clouds = clouds;
  }

  StsClientBuilder sts(String region) {
    return StsClient.builder()
        .region(Region.of(region))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(http());
  }

  EcrClientBuilder ecr(String region, Session.Keys keys) {
    return EcrClient.builder()
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(http());
  }

  private SdkHttpClient http() {
    URI proxy = clouds.proxy();
    return UrlConnectionHttpClient.builder()
        .proxyConfiguration(ProxyConfiguration.builder().endpoint(proxy).build())
        .tlsTrustManagersProvider(() -> TrustedAuthority.managers(clouds.caFile()))
        .build();
  }
}
