// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import dev.podpass.imagebuilder.Internal;
import java.util.List;
import java.util.Set;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Fails the build of an executable whose image heap holds chance, a clock, or a name of the machine
 * that builds it: each would be the same on every node. It saves a pull nothing.
 *
 * <p>{@code native-image --features=} names it; {@code reasons.txt} says what may be there and why.
 * It sees what the analysis finds to be reachable, which is a little more than what is written.
 */
public final class ImageConstants implements Feature {
  private final Internal unsafe = Internal.ofStatic("jdk.internal.misc.Unsafe", "getUnsafe");
  private final Findings findings = new Findings(Suspicion.ofThisBuild());

  @Override
  public void duringSetup(DuringSetupAccess access) {
    access.registerObjectReachabilityHandler(findings::reached, Object.class);
  }

  @Override
  public void afterAnalysis(AfterAnalysisAccess access) {
    access.reachableSubtypes(Object.class).stream()
        .filter(type -> !(boolean) unsafe.call("shouldBeInitialized", type))
        .forEach(findings::constantsOf);
    judge(findings.all());
  }

  private static void judge(Set<String> found) {
    found.forEach(finding -> System.out.println("image constant: " + finding));
    List<String> unexplained = Reasons.read().unexplained(found);
    if (!unexplained.isEmpty()) {
      throw new IllegalStateException(
          "the executable would take these to every node; compute each where it is needed, or give"
              + " a reason in reasons.txt:\n  "
              + String.join("\n  ", unexplained));
    }
  }
}
