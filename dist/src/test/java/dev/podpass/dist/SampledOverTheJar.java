// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.SampledRows;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Of the rows of a black-box test, {@link SampledRows} run over the jar, for each starts JVMs. All
 * run over the executable, of a test that is named, and of tests of {@code pages}. JUnit finds this
 * as a service in what Failsafe runs.
 */
public final class SampledOverTheJar implements ExecutionCondition {
  private static final Pattern ROW = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Matcher row = ROW.matcher(context.getUniqueId());
    if (!row.find() || SampledRows.contain(Integer.parseInt(row.group(1)) - 1)) {
      return ConditionEvaluationResult.enabled("no row, or one of those");
    }
    boolean all =
        BuiltProgram.executable().isPresent()
            || System.getProperty("it.test") != null
            || context.getTags().contains("pages");
    return all
        ? ConditionEvaluationResult.enabled("all rows run")
        : ConditionEvaluationResult.disabled(
            "one row in ten runs over the jar; -Drows=all runs all");
  }
}
