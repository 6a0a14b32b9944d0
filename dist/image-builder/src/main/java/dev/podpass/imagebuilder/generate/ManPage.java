// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.generate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command's manual page in roff, from the same model as its help.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/man.7.html">man(7)</a>
 */
final class ManPage {
  private final CommandSpec spec;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec spec) {
    this.spec = spec;
  }

  /** Returns the page, without a date: the same program always has the same pages. */
  static String of(CommandSpec spec, String version) {
    return new ManPage(spec).write(version);
  }

  /** The page's name, such as {@code podpass-config-lint}. */
  static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private String write(String version) {
    page.append(".TH \"%s\" 1 \"\" \"podpass %s\" \"podpass\"\n".formatted(name(spec), version));
    // A name that is broken over lines can be neither searched nor copied.
    page.append(".nh\n.ad l\n");
    UsageMessageSpec usage = spec.usageMessage();
    String header =
        usage.header().length == 0 ? "kubelet image credential provider" : usage.header()[0];
    section("NAME", List.of(text(name(spec)) + " \\- " + text(header)));
    section("SYNOPSIS", synopsis());
    section(
        "DESCRIPTION",
        Stream.of(usage.description()).map(line -> line.isEmpty() ? ".PP" : text(line)).toList());
    options("OPTIONS", spec.options().stream().filter(option -> option.group() == null).toList());
    for (ArgGroupSpec group : spec.argGroups()) {
      options(group.heading().replace(":", "").strip().toUpperCase(Locale.ROOT), group.options());
    }
    footer(usage.footer());
    seeAlso();
    return page.toString();
  }

  private void section(String title, List<String> lines) {
    page.append(".SH ").append(title).append('\n');
    lines.forEach(line -> page.append(line).append('\n'));
  }

  private List<String> synopsis() {
    if (spec.usageMessage().customSynopsis().length > 0) {
      return List.of(
          Stream.of(spec.usageMessage().customSynopsis())
              .map(line -> text(line.strip()))
              .collect(Collectors.joining("\n.br\n")));
    }
    String positional =
        spec.positionalParameters().stream()
            .map(parameter -> " [" + parameter.paramLabel() + "]")
            .collect(Collectors.joining());
    return List.of("\\fB" + text(spec.qualifiedName()) + "\\fR [OPTIONS]" + text(positional));
  }

  private void options(String title, List<OptionSpec> options) {
    page.append(".SH ").append(title).append('\n');
    for (OptionSpec option : options) {
      String label = option.arity().min() == 0 ? "" : "=\\fI" + text(option.paramLabel()) + "\\fR";
      page.append(".TP\n\\fB").append(text(String.join(", ", option.names())));
      page.append("\\fR").append(label);
      page.append('\n').append(text(String.join(" ", option.description()))).append('\n');
    }
  }

  /**
   * Turns headings such as {@code Examples:} into sections, and keeps indented lines as they are.
   */
  private void footer(String[] lines) {
    boolean literal = false;
    for (String line : lines) {
      boolean heading = line.endsWith(":") && !line.startsWith(" ");
      if (literal && (heading || line.isEmpty())) {
        page.append(".EE\n");
        literal = false;
      }
      if (heading) {
        page.append(".SH ").append(line.replace(":", "").toUpperCase(Locale.ROOT));
        page.append("\n.EX\n");
        literal = true;
      } else if (!line.isEmpty()) {
        page.append(text(line)).append('\n');
      }
    }
    page.append(literal ? ".EE\n" : "");
  }

  private void seeAlso() {
    List<CommandSpec> others =
        Stream.concat(
                Stream.ofNullable(spec.parent()),
                spec.subcommands().values().stream().map(CommandLine::getCommandSpec))
            .toList();
    if (!others.isEmpty()) {
      section(
          "SEE ALSO",
          List.of(
              others.stream()
                  .map(other -> "\\fB" + text(name(other)) + "\\fR(1)")
                  .collect(Collectors.joining(", "))));
    }
  }

  /** Escapes text for roff: no line starts with a request, no hyphen becomes a dash. */
  private static String text(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
