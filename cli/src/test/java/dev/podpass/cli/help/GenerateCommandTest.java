// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import org.junit.jupiter.api.Test;

class GenerateCommandTest {
  @Test
  void printsWhatThePluginAProviderAndACommandDeclare() {
    String json = CommandRun.of("generate", "options", "--json").out().replaceAll("\\s+", " ");

    assertThat(json)
        .contains(
            """
            { "name": "otherwise", "value": "fail|node|anonymous", "default": "fail", \
            "variables": [ "PODPASS_OTHERWISE" ], "required": false, \
            "description": "What to do if kubelet sends no token, or no identity is configured." }\
            """,
            "\"name\": \"echo\"",
            "\"name\": \"echo-user\"",
            "\"name\": \"podpass node reconcile\"",
            "\"name\": \"once\"")
        .doesNotContain("\"name\": \"help\"");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    for (String[] arguments : new String[][] {{"generate"}, {"generate", "pages"}}) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.status()).isEqualTo(64);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("nothing to generate is named; hint: podpass generate options");
    }
  }
}
