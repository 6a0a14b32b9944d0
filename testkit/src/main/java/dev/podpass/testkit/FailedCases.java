// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Names each failed case of a parameterised test, as its test does, before Surefire reports it by
 * its number alone. JUnit finds it as a service wherever the testkit is on the class path.
 */
public final class FailedCases implements TestExecutionListener {
  private static final String CASE = "test-template-invocation";

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean isCase = test.getUniqueIdObject().getLastSegment().getType().equals(CASE);
    if (isCase && result.getStatus() == Status.FAILED) {
      String method =
          test.getSource()
              .filter(MethodSource.class::isInstance)
              .map(MethodSource.class::cast)
              .map(source -> source.getClassName() + "." + source.getMethodName())
              .orElse("a test");
      System.out.println("FAILED CASE of " + method + ": " + test.getDisplayName());
    }
  }
}
