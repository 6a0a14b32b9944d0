// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.util.Configuration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What is expensive to build, built once. Everything runs on the caller's thread: nothing waits in
 * the background, nothing retries but the core's connections, and nothing that counts is taken from
 * the environment.
 */
final class SdkClients {
  /** No policies: they would log, retry, and tell of the machine. */
  static final HttpPipeline PIPELINE =
      new HttpPipelineBuilder().httpClient(new SdkHttpDoor()).build();

  static final ExecutorService ON_CALLER = new OnCaller();

  static {
    shieldFromEnvironment();
  }

  private SdkClients() {}

  /**
   * A builder reads this authority before it can be given its own, and throws if it is not HTTPS.
   * What is put here comes before the environment.
   */
  @SuppressWarnings("deprecation") // Nothing else reaches the configuration that builders read.
  private static void shieldFromEnvironment() {
    Configuration.getGlobalConfiguration()
        .put(Configuration.PROPERTY_AZURE_AUTHORITY_HOST, AzureCloud.PUBLIC.authority().toString());
  }

  /** Does it at once. */
  private static final class OnCaller extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      // There is nothing to end.
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
}
