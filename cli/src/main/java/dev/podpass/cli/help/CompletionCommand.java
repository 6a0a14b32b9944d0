// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code completion}: prints a completion script for a shell. */
public final class CompletionCommand implements Command {
  /** A script runs {@code podpass complete} with the words up to the cursor. */
  public enum Script {
    /**
     * Bash takes {@code =} and {@code :} for the ends of words, so the line is split here, and what
     * stands before the last of them is taken off each candidate.
     */
    BASH(
        """
        # bash completion for podpass
        _podpass() {
          local line=${COMP_LINE:0:COMP_POINT} words word before kind name
          COMPREPLY=()
          read -ra words <<< "$line"
          [[ $line == *[[:space:]] ]] && words+=("")
          word=${words[${#words[@]} - 1]} before=
          case $COMP_WORDBREAKS in *=*) before=${word%"${word##*[=:]}"} ;; esac
          {
            IFS= read -r kind
            case $kind in
              files | directories)
                compopt -o filenames 2> /dev/null
                [[ $kind == files ]] && kind=-f || kind=-d
                [[ $word == -*=* ]] && name=${word#*=} || name=$word
                while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$kind" -- "$name")
                ;;
              *)
                while IFS=$'\\t' read -r name _; do
                  COMPREPLY+=("${name#"$before"}")
                  [[ $name == *= ]] && compopt -o nospace 2> /dev/null
                done
                ;;
            esac
          } < <("${COMP_WORDS[0]/#\\~/$HOME}" complete -- "${words[@]:1}" 2> /dev/null)
        }
        complete -F _podpass podpass
        """),
    ZSH(
        """
        #compdef podpass
        _podpass() {
          local -a lines names open
          local line name
          lines=("${(@f)$(${~words[1]} complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2> /dev/null)}")
          case $lines[1] in
            files) compset -P 1 '-*='; _files ;;
            directories) compset -P 1 '-*='; _files -/ ;;
            words)
              for line in "${(@)lines[2,-1]}"; do
                name=${line%%$'\\t'*}
                line=${${line#$name}#$'\\t'}
                line=${name//:/\\\\:}${line:+:$line}
                if [[ $name == *= ]]; then open+=("$line"); else names+=("$line"); fi
              done
              (( $#open )) && _describe -t options option open -S ''
              (( $#names )) && _describe -t values value names
              ;;
          esac
        }
        if [[ $funcstack[1] == _podpass ]]; then _podpass; else compdef _podpass podpass; fi
        """),
    FISH(
        """
        # fish completion for podpass
        function __podpass_complete
            set -l word (commandline -ct)
            set -l words (commandline -opc)
            set -l lines ($words[1] complete -- $words[2..-1] "$word" 2> /dev/null)
            set -l before (string match -r -- '^-[^=]*=' "$word")
            set -l value (string replace -r -- '^-[^=]*=' '' "$word")
            switch $lines[1]
                case files
                    for file in (__fish_complete_path "$value")
                        echo "$before$file"
                    end
                case directories
                    for file in (__fish_complete_directories "$value" '')
                        echo "$before$file"
                    end
                case words
                    printf '%s\\n' $lines[2..-1]
            end
        end
        complete -c podpass -e
        complete -c podpass -f -a '(__podpass_complete)'
        """);

    private final String text;

    Script(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private static final ProviderOption<Script> SHELL =
      ProviderOption.oneOf("shell", "The shell.", Script.class);

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "completion",
            "Print a script that lets your shell complete commands and options.",
            "It asks this program for what a word may become, so it is the same for every version.")
        .positional(SHELL.valueName(), "The shell.")
        .examples(
            providers,
            "source <(podpass completion bash)",
            "podpass completion zsh > ~/.zfunc/_podpass",
            "podpass completion fish > ~/.config/fish/completions/podpass.fish")
        .exits("0   printed", "64  the shell is not supported");
  }

  @Override
  public int run(CommandContext context) {
    return context.print(shell(context).text());
  }

  private static Script shell(CommandContext context) {
    String name = context.arguments().positional().orElse("");
    try {
      return SHELL.parse(name);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(
          Kind.USAGE,
          name.isEmpty() ? "no shell is named" : "\"" + name + "\" is not a supported shell",
          "give bash, zsh or fish");
    }
  }
}
