// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Chooses the rows of a {@link Matrix}. */
final class MatrixRows implements ExecutionCondition {
  private static final Pattern ROW = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Matcher row = ROW.matcher(context.getUniqueId());
    if (BuiltProgram.executable().isPresent()
        || !row.find()
        || (Integer.parseInt(row.group(1)) - 1) % JarRows.step() == 0) {
      return ConditionEvaluationResult.enabled("");
    }
    return ConditionEvaluationResult.disabled("over the jar, one row in " + JarRows.step());
  }
}
