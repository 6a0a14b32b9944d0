// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.implementation.util.EnvironmentConfiguration;
import com.azure.core.util.Configuration;
import com.azure.identity.ClientAssertionCredentialBuilder;

/**
 * What is expensive to build, built once, and the only way to Azure's library. Everything runs on
 * the caller's thread: nothing waits in the background, nothing retries but the core's connections,
 * and nothing is taken from the environment.
 */
final class SdkClients {
  static {
    // First, for the library reads it when its classes are initialised.
    shieldFromEnvironment();
  }

  /** What a token is asked for. */
  static final TokenRequestContext REGISTRIES =
      new TokenRequestContext().addScopes(AcrTarget.RESOURCE + "/.default");

  /** Without policies: they would log, retry, and tell of the machine. */
  private static final HttpPipeline PIPELINE =
      new HttpPipelineBuilder()
          .httpClient(new SdkConnectionsHttpClient())
          .tracer(new SdkNoTracer())
          .build();

  private static final DirectExecutorService CALLERS_THREAD = new DirectExecutorService();

  private SdkClients() {}

  /** What is the same for each credential. */
  static ClientAssertionCredentialBuilder credential() {
    return new ClientAssertionCredentialBuilder()
        .pipeline(PIPELINE)
        .executorService(CALLERS_THREAD)
        // The authority comes from our own list; nobody is asked whether it is one.
        .disableInstanceDiscovery();
  }

  /**
   * What is put here comes before variables and system properties. The library has its own log
   * where SLF4J's goes nowhere: it is written to stdout, and no level of it is known but those of
   * Azure's. A builder checks the variable's authority before it can be given another.
   */
  private static void shieldFromEnvironment() {
    EnvironmentConfiguration.getGlobalConfiguration()
        .put(Configuration.PROPERTY_AZURE_LOG_LEVEL, "5")
        .put(Configuration.PROPERTY_AZURE_AUTHORITY_HOST, AzureCloud.PUBLIC.authority().toString());
  }
}
