// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameListTest {
  private final List<String> methods = NameList.of("pull-methods.txt");

  @Test
  void beginsWithTheStartOfTheProcess() {
    assertThat(methods)
        .contains("dev.podpass.cli.Executable.main(String[])")
        .doesNotHaveDuplicates()
        .noneMatch(String::isBlank);
    assertThat(methods.subList(0, 3))
        .anyMatch(name -> name.startsWith("com.oracle.svm.core.JavaMainWrapper."));
  }

  @Test
  void hasTheObjectsOfAnswersFromTheCacheAndThoseOfOtherPulls() {
    List<String> hits = NameList.of("hit-objects.txt");
    List<String> pulls = NameList.of("pull-objects.txt");

    assertThat(hits)
        .anyMatch(name -> name.startsWith("class dev.podpass.core.cache."))
        .doesNotHaveDuplicates();
    assertThat(pulls)
        .anyMatch(name -> name.startsWith("class sun.security.ssl."))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(hits);
  }

  /**
   * The list ages with each class that is renamed; what it no longer names is slower, not wrong.
   */
  @Test
  void areStillThoseOfPodpass() {
    List<String> own =
        methods.stream()
            .filter(name -> name.startsWith("dev.podpass.") && !name.contains("$$"))
            .map(name -> name.substring(0, name.lastIndexOf('.', name.indexOf('('))))
            .distinct()
            .toList();

    assertThat(own).hasSizeGreaterThan(100);
    assertThat(own.stream().filter(NameListTest::isGone))
        .as("bench/trace-methods.py writes the list anew")
        .hasSizeLessThan(own.size() / 10);
  }

  private static boolean isGone(String type) {
    try {
      Class.forName(type, false, NameListTest.class.getClassLoader());
      return false;
    } catch (ClassNotFoundException _) {
      return true;
    }
  }
}
