// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/**
 * Makes constants of the largest heap and its largest young generation. With {@code -Os} every
 * allocation of an array compares itself with them, and GraalVM looks their options up in a map
 * each time, 12,000 times in a pull. The values are those of dist's native-image.properties; a test
 * compares them.
 */
@TargetClass(
    className = "com.oracle.svm.core.genscavenge.BasicCollectionPolicies",
    innerClass = "BasicPolicy")
final class HeapLimits {
  private HeapLimits() {}

  @Substitute
  UnsignedWord getMaximumHeapSize() {
    return WordFactory.unsigned(512L << 20);
  }

  @Substitute
  UnsignedWord getMaximumYoungGenerationSize() {
    return WordFactory.unsigned(51L << 20);
  }
}
