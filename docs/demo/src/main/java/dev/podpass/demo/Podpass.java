// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import java.util.Map;

/** The program that is shown. */
interface Podpass {

  /** Which one it is, and how it runs. */
  String description();

  /** Runs it, with this environment and no other, to its end. */
  Run run(String stdin, Map<String, String> environment, String... arguments);
}
