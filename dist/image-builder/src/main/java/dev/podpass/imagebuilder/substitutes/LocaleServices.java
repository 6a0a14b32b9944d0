// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.text.Collator;
import java.text.NumberFormat;
import java.util.Locale;

/**
 * Removes two services of locales from the native executable that nothing asks for, but that come
 * with their providers: 0.3 MB.
 */
@SuppressWarnings("DoNotCallSuggester")
final class LocaleServices {
  private LocaleServices() {}

  private static UnsupportedOperationException missing() {
    return new UnsupportedOperationException("the executable is built without it");
  }

  /** Orders texts as a language does. */
  @TargetClass(className = "sun.util.locale.provider.CollatorProviderImpl")
  static final class Collators {
    private Collators() {}

    @Substitute
    public Collator getInstance(Locale locale) {
      throw missing();
    }
  }

  /** Writes "1K" for a thousand. */
  @TargetClass(className = "sun.util.locale.provider.NumberFormatProviderImpl")
  static final class CompactNumbers {
    private CompactNumbers() {}

    @Substitute
    public NumberFormat getCompactNumberInstance(Locale locale, NumberFormat.Style style) {
      throw missing();
    }
  }
}
