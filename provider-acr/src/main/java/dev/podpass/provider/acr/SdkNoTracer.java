// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.util.Context;
import com.azure.core.util.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/** Traces nothing, so that Azure's library does not look for a tracer in the environment. */
final class SdkNoTracer implements Tracer {
  @Override
  public Context start(String method, Context context) {
    return context;
  }

  @Override
  public void end(@Nullable String error, @Nullable Throwable thrown, Context context) {
    // Nothing was begun.
  }

  @Override
  public void setAttribute(String key, String value, Context context) {
    // Nothing is kept.
  }

  @Override
  public boolean isEnabled() {
    return false;
  }
}
