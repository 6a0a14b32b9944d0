// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The simple commands of a shell script, as far as a page needs them. */
final class ShellCommands {
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("(?ms)<<-?'?(\\w+)'?(.*?$)\\n.*?^\\s*\\1$");
  private static final Pattern CONTINUED = Pattern.compile("\\\\\\n(> )?");

  /** A word in single or double quotes, a substitution, or any text up to white space. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?:'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\"|\\$\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)"
              + "|\\\\.|[^\\s'\"|&;<>()#]|(?<=\\S)#)+"
              + "|[|&;<>()\\n]|#[^\\n]*");

  private ShellCommands() {}

  static List<List<String>> of(String script) {
    String text = CONTINUED.matcher(HERE_DOCUMENT.matcher(script).replaceAll("$2")).replaceAll("");
    List<List<String>> commands = new ArrayList<>();
    List<String> command = new ArrayList<>();
    boolean redirected = false;
    for (String word : WORD.matcher(text).results().map(found -> found.group()).toList()) {
      if (word.matches("[|&;()\\n]")) {
        commands.add(List.copyOf(command));
        command.clear();
      } else if (!word.startsWith("#") && !word.matches("[<>]") && !redirected) {
        command.add(word.replaceAll("['\"]", ""));
      }
      redirected = word.matches("[<>]");
    }
    commands.add(command);
    return commands.stream().filter(words -> !words.isEmpty()).toList();
  }
}
