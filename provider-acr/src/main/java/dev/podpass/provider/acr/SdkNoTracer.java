// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.util.Context;
import com.azure.core.util.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/** A tracer that does nothing, so that Azure's library does not look for one in the environment. */
final class SdkNoTracer implements Tracer {
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
