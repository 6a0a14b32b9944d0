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
import java.util.Calendar;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;

/**
 * Clients of Google's libraries, built once because building them is expensive. All work runs on
 * the caller's thread: no background threads, no retries but those of podpass's connections, and
 * nothing is read from the environment.
 */
final class SdkClients {
  private static final URI PUBLIC = URI.create("https://iamcredentials." + Universe.PUBLIC);

  static final SdkConnectionsHttpTransport HTTP = new SdkConnectionsHttpTransport();

  /** Required by the library; starts a thread only for delayed tasks, of which there are none. */
  private static final ScheduledThreadPoolExecutor NEVER_USED = new ScheduledThreadPoolExecutor(0);

  private static final IamCredentialsStub IAM_CREDENTIALS = build(PUBLIC);

  // What Google's libraries and the calendars of protobuf's times cache while a native image is
  // built remains in it: reflection, and the first day of the week, a third of a pull's work.
  static {
    Stream.of(Locale.ENGLISH, Locale.US, Locale.ROOT).forEach(Calendar::getInstance);
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
          // Otherwise the library would read it from the environment; the endpoint is always given
          // and takes precedence.
          .setUniverseDomain(Universe.PUBLIC)
          .setCredentialsProvider(NoCredentialsProvider.create());
      return HttpJsonIamCredentialsStub.create(settings.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
