// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

/**
 * What narrows a session further than its role.
 *
 * @param text the document as it was sent
 */
public record SessionPolicy(String text, Policy rules) {
  static SessionPolicy parse(String text) {
    return new SessionPolicy(text, PolicyParser.parse(text));
  }
}
