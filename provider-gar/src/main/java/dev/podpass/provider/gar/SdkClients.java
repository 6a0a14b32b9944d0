// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.util.ClassInfo;
import com.google.api.client.util.GenericData;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.httpjson.InstantiatingHttpJsonChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.iam.credentials.v1.stub.HttpJsonIamCredentialsStub;
import com.google.cloud.iam.credentials.v1.stub.IamCredentialsStub;
import com.google.cloud.iam.credentials.v1.stub.IamCredentialsStubSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What is expensive to build, built once. Everything runs on the caller's thread: nothing waits in
 * the background, nothing retries but the core's connections, and nothing is taken from the
 * environment.
 */
final class SdkClients {
  private static final URI PUBLIC = URI.create("https://iamcredentials." + Universe.PUBLIC);

  static final SdkConnectionsHttpTransport HTTP = new SdkConnectionsHttpTransport();

  /** It starts a thread only for what is delayed, and nothing is. */
  private static final ScheduledThreadPoolExecutor NEVER_USED = new ScheduledThreadPoolExecutor(0);

  private static final IamCredentialsStub IAM_CREDENTIALS = build(PUBLIC);

  // The libraries keep what they find out by reflection, and in a native image what was kept while
  // that was built.
  static {
    ClassInfo.of(HttpHeaders.class, true);
    ClassInfo.of(GenericUrl.class);
    ClassInfo.of(GenericData.class);
  }

  private SdkClients() {}

  static IamCredentialsStub iamCredentials(URI endpoint) {
    return endpoint.equals(PUBLIC) ? IAM_CREDENTIALS : build(endpoint);
  }

  private static IamCredentialsStub build(URI endpoint) {
    try {
      IamCredentialsStubSettings.Builder settings = IamCredentialsStubSettings.newHttpJsonBuilder();
      settings
          .generateAccessTokenSettings()
          .setRetryableCodes()
          .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build());
      settings
          .setTransportChannelProvider(
              InstantiatingHttpJsonChannelProvider.newBuilder()
                  .setHttpTransport(HTTP)
                  .setExecutor(Runnable::run)
                  .setEndpoint(endpoint.toString())
                  .build())
          .setBackgroundExecutorProvider(FixedExecutorProvider.create(NEVER_USED))
          .setStreamWatchdogProvider(null)
          // Else the environment's; the endpoint is given in any case, and is what counts.
          .setUniverseDomain(Universe.PUBLIC)
          .setCredentialsProvider(NoCredentialsProvider.create());
      return HttpJsonIamCredentialsStub.create(settings.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
