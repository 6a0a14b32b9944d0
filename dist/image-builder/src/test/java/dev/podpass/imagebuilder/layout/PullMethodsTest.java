// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PullMethodsTest {
  private final Map<String, Integer> ranks = PullMethods.ranks();

  @Test
  void beginWithTheStartOfTheProcess() {
    List<String> first =
        ranks.entrySet().stream().filter(e -> e.getValue() < 3).map(Map.Entry::getKey).toList();

    assertThat(first)
        .hasSize(3)
        .anyMatch(name -> name.startsWith("com.oracle.svm.core.JavaMainWrapper."));
    assertThat(ranks).containsKey("dev.podpass.cli.Executable.main(String[])");
    assertThat(ranks.values()).doesNotHaveDuplicates();
  }

  /**
   * The list ages with each class that is renamed; what it no longer names is slower, not wrong.
   */
  @Test
  void areStillThoseOfPodpass() {
    List<String> own =
        ranks.keySet().stream()
            .filter(name -> name.startsWith("dev.podpass.") && !name.contains("$$"))
            .map(name -> name.substring(0, name.lastIndexOf('.', name.indexOf('('))))
            .distinct()
            .toList();

    assertThat(own).hasSizeGreaterThan(100);
    assertThat(own.stream().filter(PullMethodsTest::isGone))
        .as("bench/trace-methods.py writes the list anew")
        .hasSizeLessThan(own.size() / 10);
  }

  private static boolean isGone(String type) {
    try {
      Class.forName(type, false, PullMethodsTest.class.getClassLoader());
      return false;
    } catch (ClassNotFoundException _) {
      return true;
    }
  }
}
