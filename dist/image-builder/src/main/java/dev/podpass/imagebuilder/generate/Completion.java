// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.generate;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completion scripts of shells, from the same model as the help. A script has the words that
 * may follow a command ({@code podpass config}) or be the value of an option ({@code =--token}).
 */
final class Completion {
  private static final String FILES = "FILES";
  private static final String DIRECTORIES = "DIRECTORIES";

  /** Of bash and zsh. */
  private static final String FUNCTION =
      """
      _podpass_words() {
        case $1 in
      %s  esac
      }
      """;

  /**
   * Bash takes {@code =} and {@code :} for the ends of words, so the line is split here, and what
   * stands before the last of them is taken off each candidate.
   */
  private static final String BASH =
      """
      _podpass() {
        local line=${COMP_LINE:0:COMP_POINT} words word before context=podpass last= each names=()
        COMPREPLY=()
        read -ra words <<< "$line"
        [[ $line == *[[:space:]] ]] && words+=("")
        word=${words[${#words[@]} - 1]}
        for each in "${words[@]:1:${#words[@]} - 2}"; do
          [[ $each != -* && " $(_podpass_words "$context") " == *" $each "* ]] && context+=" $each"
          last=$each
        done
        [[ $word != -* && -n $(_podpass_words "=$last") ]] && context="=$last"
        [[ $word == -*=* ]] && context="=${word%%=*}"
        before=
        [[ $context == "="* ]] && before=${word%"${word##*[=,]}"}
        for each in $(_podpass_words "$context"); do
          case $each in
            FILES | DIRECTORIES)
              compopt -o filenames 2> /dev/null
              [[ $each == FILES ]] && each=-f || each=-d
              while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen "$each" -- "${word#"$before"}")
              ;;
            *)
              [[ $each == -* && $word != -* ]] || names+=("$before$each")
              ;;
          esac
        done
        case $COMP_WORDBREAKS in *=*) before=${word%"${word##*[=:]}"} ;; *) before= ;; esac
        for each in "${names[@]}"; do
          [[ $each == "$word"* ]] && COMPREPLY+=("${each#"$before"}")
        done
        [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2> /dev/null
      }
      complete -F _podpass podpass
      """;

  private static final String ZSH =
      """
      _podpass() {
        local context=podpass last= each
        local -a names open
        for each in "${(@)words[2,CURRENT-1]}"; do
          [[ $each != -* && " $(_podpass_words $context) " == *" $each "* ]] && context+=" $each"
          last=$each
        done
        [[ $PREFIX != -* && -n $(_podpass_words "=$last") ]] && context="=$last"
        if [[ $PREFIX == -*=* ]]; then
          context="=${PREFIX%%=*}"
          compset -P 1 '-*='
        fi
        [[ $context == "="* ]] && compset -P '*,'
        for each in ${=$(_podpass_words $context)}; do
          case $each in
            FILES) _files ;;
            DIRECTORIES) _files -/ ;;
            *=) [[ $PREFIX == -* ]] && open+=($each) ;;
            -*) [[ $PREFIX == -* ]] && names+=($each) ;;
            *) names+=($each) ;;
          esac
        done
        (( $#open )) && compadd -S '' -a open
        (( $#names )) && compadd -a names
      }
      if [[ $funcstack[1] == _podpass ]]; then _podpass; else compdef _podpass podpass; fi
      """;

  private static final String FISH =
      """
      # fish completion for podpass
      function __podpass_words
          switch "$argv[1]"
      %s    end
      end
      function __podpass_complete
          set -l word (commandline -ct)
          set -l words (commandline -opc)
          set -l context podpass
          for each in $words[2..-1]
              string match -q -- '-*' $each; and continue
              contains -- $each (__podpass_words "$context"); and set context "$context $each"
          end
          set -l before ''
          if string match -q -- '-*=*' "$word"
              set context '='(string replace -r -- '=.*' '' "$word")
              set before (string match -r -- '.*[=,]' "$word")
          else if not string match -q -- '-*' "$word"; and test (count (__podpass_words "=$words[-1]")) -gt 0
              set context "=$words[-1]"
          end
          set -l value (string sub -s (math (string length -- "$before") + 1) -- "$word")
          for each in (__podpass_words "$context")
              switch $each
                  case FILES
                      for file in (__fish_complete_path "$value")
                          echo "$before$file"
                      end
                  case DIRECTORIES
                      for file in (__fish_complete_directories "$value" '')
                          echo "$before$file"
                      end
                  case '*'
                      echo "$before$each"
              end
          end
      end
      complete -c podpass -e
      complete -c podpass -f -a '(__podpass_complete)'
      """;

  private final Map<String, String> words = new LinkedHashMap<>();
  private final String providers;

  private Completion(Providers providers) {
    this.providers =
        providers.all().stream()
            .map(RegistryCredentialProvider::id)
            .collect(Collectors.joining(" "));
  }

  static Completion of(CommandLine root, Providers providers) {
    Completion completion = new Completion(providers);
    completion.add(root, "podpass");
    completion.names(root, "podpass help");
    return completion;
  }

  private void add(CommandLine line, String context) {
    CommandSpec spec = line.getCommandSpec();
    Stream<String> options =
        spec.options().stream()
            .map(option -> option.longestName() + (option.arity().min() > 0 ? "=" : ""));
    Stream<String> positionals =
        spec.positionalParameters().stream().flatMap(each -> values("", each.paramLabel()));
    words.put(
        context,
        Stream.of(line.getSubcommands().keySet().stream(), positionals, options)
            .flatMap(each -> each)
            .collect(Collectors.joining(" ")));
    for (OptionSpec option : spec.options()) {
      String values =
          values(option.longestName(), option.paramLabel()).collect(Collectors.joining(" "));
      if (option.arity().min() > 0 && !values.isEmpty()) {
        words.put("=" + option.longestName(), values);
      }
    }
    line.getSubcommands().forEach((name, below) -> add(below, context + " " + name));
  }

  /** The commands that {@code help} takes. */
  private void names(CommandLine line, String context) {
    if (!line.getSubcommands().isEmpty()) {
      words.merge(
          context,
          String.join(" ", line.getSubcommands().keySet()),
          (old, more) -> more + " " + old);
      line.getSubcommands().forEach((name, below) -> names(below, context + " " + name));
    }
  }

  private Stream<String> values(String option, String label) {
    return switch (label) {
      case "DIR", "DIRECTORY" -> Stream.of(DIRECTORIES);
      case "PATH", "TOKEN" -> Stream.of(FILES);
      case "ID", "ID[,ID]" -> Stream.of(providers).filter(_ -> option.startsWith("--provider"));
      default ->
          label.contains("FILE")
              ? Stream.of(FILES)
              : label.contains("|") ? Stream.of(label.split("\\|", -1)) : Stream.empty();
    };
  }

  String bash() {
    return "# bash completion for podpass\n" + functions() + BASH;
  }

  String zsh() {
    return "#compdef podpass\n" + functions() + ZSH;
  }

  String fish() {
    return FISH.formatted(
        rows((context, all) ->
            "        case '%s'\n            string split -- ' ' '%s'\n".formatted(context, all)));
  }

  private String functions() {
    return FUNCTION.formatted(
        rows((context, all) -> "    '%s') echo '%s' ;;\n".formatted(context, all)));
  }

  private String rows(BinaryOperator<String> row) {
    return words.entrySet().stream()
        .map(entry -> row.apply(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }
}
