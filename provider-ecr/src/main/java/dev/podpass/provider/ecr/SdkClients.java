// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS SDK's clients, built once because building one takes longer than an exchange. Endpoint,
 * signing region and credentials are given with each request.
 *
 * <p>Nothing is taken from the environment or from a profile file, for the kubelet's own AWS
 * variables must not redirect a pod's token.
 */
record SdkClients(StsClient sts, Supplier<EcrClient> ecr, Supplier<EcrPublicClient> ecrPublic) {
  /** Required by the builder and never used: each request has its own endpoint. */
  private static final URI NOWHERE = URI.create("https://invalid.invalid");

  static final SdkConnectionsHttpClient HTTP = new SdkConnectionsHttpClient();

  private static final ClientOverrideConfiguration CONFIGURATION =
      ClientOverrideConfiguration.builder()
          .retryStrategy(DefaultRetryStrategy.doNotRetry())
          .defaultProfileFile(ProfileFile.aggregator().build())
          .defaultProfileName("none")
          .build();

  static final SdkClients SHARED =
      new SdkClients(plain(StsClient.builder()).build(), () -> Ecr.CLIENT, () -> EcrPublic.CLIENT);

  private static final class Ecr {
    private static final EcrClient CLIENT = plain(EcrClient.builder()).build();
  }

  private static final class EcrPublic {
    private static final EcrPublicClient CLIENT = plain(EcrPublicClient.builder()).build();
  }

  private static <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B plain(
      B builder) {
    return builder
        .region(Region.US_EAST_1)
        .endpointOverride(NOWHERE)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .defaultsMode(DefaultsMode.LEGACY)
        .fipsEnabled(false)
        .dualstackEnabled(false)
        .overrideConfiguration(CONFIGURATION)
        .httpClient(HTTP);
  }
}
