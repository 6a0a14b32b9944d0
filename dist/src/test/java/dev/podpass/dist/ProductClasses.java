// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.regex.Pattern;

/** The classes that are shipped, without those of tests, tools and examples. */
final class ProductClasses {
  /** By package, for a clone may lie below a directory of any name. */
  private static final Pattern NOT_SHIPPED =
      Pattern.compile(
          ".*(/test-classes/|-tests[.]jar!/|/dev/podpass/(testkit|demo|simulation|imagebuilder|example)/).*");

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(location -> !location.matches(NOT_SHIPPED))
          .importPackages("dev.podpass");

  private ProductClasses() {}
}
