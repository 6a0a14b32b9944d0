// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives {@link SSLContext} no handle of its default context, which podpass does not have. It is the
 * only variable of which an executable would make a handle, with all of their kinds: 0.4 MB.
 */
@TargetClass(MethodHandles.Lookup.class)
final class DefaultSslContext {
  private DefaultSslContext() {}

  @Substitute
  public @Nullable VarHandle findStaticVarHandle(Class<?> owner, String name, Class<?> type) {
    if (owner == SSLContext.class) {
      return null;
    }
    throw new UnsupportedOperationException("a handle of " + name + " in " + owner);
  }
}
