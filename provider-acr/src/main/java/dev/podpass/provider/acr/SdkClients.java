// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.implementation.util.EnvironmentConfiguration;
import com.azure.core.util.Configuration;
import com.azure.core.util.Context;
import com.azure.core.util.tracing.Tracer;
import com.azure.identity.ClientAssertionCredentialBuilder;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shared parts of azure-identity's credentials, built once because building them is expensive. All
 * work runs on the caller's thread: no background threads, no retries but those of {@link
 * dev.podpass.spi.http.Connections}, and nothing is read from the environment.
 */
final class SdkClients {
  static {
    // Must come first: the library reads it when its classes are initialised.
    shieldFromEnvironment();
  }

  /** Without policies, which would log, retry, and reveal the machine. */
  private static final HttpPipeline PIPELINE =
      new HttpPipelineBuilder()
          .httpClient(new SdkConnectionsHttpClient())
          .tracer(new NoTracer())
          .build();

  private static final CallersThread CALLERS_THREAD = new CallersThread();

  private SdkClients() {}

  /** A builder with the settings that all credentials share. */
  static ClientAssertionCredentialBuilder credential() {
    return new ClientAssertionCredentialBuilder()
        .pipeline(PIPELINE)
        .executorService(CALLERS_THREAD)
        // The authority comes from podpass's own list, so instance discovery is not needed.
        .disableInstanceDiscovery();
  }

  /**
   * Sets the library's configuration, which takes precedence over variables and system properties.
   * With SLF4J disabled, the library logs to stdout unless its own level is off. A builder
   * validates the authority of the environment before another one can be set.
   */
  private static void shieldFromEnvironment() {
    EnvironmentConfiguration.getGlobalConfiguration()
        .put(Configuration.PROPERTY_AZURE_LOG_LEVEL, "5")
        .put(Configuration.PROPERTY_AZURE_AUTHORITY_HOST, AzureCloud.PUBLIC.authority().toString());
  }

  /** An executor that runs each task immediately on the calling thread. */
  private static final class CallersThread extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      // There is no thread to stop.
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  /**
   * A tracer that does nothing, so that Azure's library does not look for one in the environment.
   */
  private static final class NoTracer implements Tracer {
    @Override
    public Context start(String method, Context context) {
      return context;
    }

    @Override
    public void end(@Nullable String error, @Nullable Throwable thrown, Context context) {}

    @Override
    public void setAttribute(String key, String value, Context context) {}

    @Override
    public boolean isEnabled() {
      return false;
    }
  }
}
