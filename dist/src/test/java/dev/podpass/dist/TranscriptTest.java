// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TranscriptTest {
  @Test
  void runsEveryCommandAgainAndKeepsNothingElseButNotes() {
    String recorded =
        """
        ## A note.
        $ one
        old
        # a comment that was printed
        $ two \\
        > more
        old
        """;

    String now = Transcript.again(recorded, command -> "# printed by " + command + "\n\n");

    assertThat(now)
        .isEqualTo(
            """
            ## A note.
            $ one
            # printed by one

            $ two \\
            > more
            # printed by two \\
            more
            """);
    assertThat(Transcript.again(now, command -> "# printed by " + command)).isEqualTo(now);
  }
}
