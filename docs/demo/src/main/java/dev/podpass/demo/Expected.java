// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import java.util.List;
import java.util.Set;

/** What must come of a scene. */
sealed interface Expected {

  /** What the clouds must have received, in any order, with the status that they answered. */
  List<String> calls();

  /** Whether a call may have been sent or not when the pull ends. */
  default boolean mayMiss(String call) {
    return false;
  }

  /**
   * A credential.
   *
   * @param pattern the images that it is for
   * @param seenAs whom the registry takes its holder for; empty if the fakes do not keep that
   */
  record Granted(String user, String pattern, String seenAs, List<String> calls)
      implements Expected {
    Granted(String user, String pattern, String seenAs, String... calls) {
      this(user, pattern, seenAs, List.of(calls));
    }
  }

  /**
   * A failure: nothing on stdout, one line on stderr.
   *
   * @param says what the line must have in it
   * @param advice what its hint must have in it; empty if it is of no use here
   */
  record Refused(int status, String says, String advice, List<String> calls) implements Expected {
    /**
     * A registry's challenge is asked for beside the token request, which may fail before: before
     * the registry is asked, or, with status 0, before it answers.
     */
    @Override
    public boolean mayMiss(String call) {
      return Set.of("challenge 401", "challenge 0").contains(call);
    }
  }
}
