// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The shell blocks of {@code docs/try-it.md}, in their order. */
public final class TryItPage {
  /** One that the page does not say that the tests leave out. */
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```sh\n((?:(?!```).*\n)*)```$(?!\\s+<!-- Not run by the tests: )");

  private static final String CLUSTER = "PROVIDER=";
  private static final String STOCK = "HOW=(--replace=%s --otherwise=node)";

  private final String text;
  private final List<String> blocks;

  private TryItPage(String text) {
    this.text = text;
    this.blocks = BLOCK.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /** The clusters that the page has a block for. */
  public enum Cluster {
    EKS("PROVIDER=ecr AUDIENCE="),
    GKE("PROVIDER=gar AUDIENCE="),
    AKS("PROVIDER=acr AUDIENCE="),
    OWN("PROVIDER=gar\n");

    private final String begin;

    Cluster(String begin) {
      this.begin = begin;
    }
  }

  /** Reads the page from a project's directory. */
  public static TryItPage read(Path project) throws IOException {
    return new TryItPage(Files.readString(project.resolve("docs/try-it.md")));
  }

  /** The block of a cluster, and then those for all. */
  public String script(Cluster cluster) {
    List<String> script = new ArrayList<>(blocks);
    script.removeIf(block -> block.startsWith(CLUSTER));
    script.addFirst(
        blocks.stream().filter(block -> block.startsWith(cluster.begin)).findFirst().orElseThrow());
    return String.join("", script);
  }

  /**
   * The same on a node whose stock entry podpass replaces, as the page says to.
   *
   * @param entry the name of the stock entry, which the page must name
   */
  public String scriptReplacing(String entry, Cluster cluster) {
    if (!text.contains(STOCK.formatted("ecr-credential-provider")) || !text.contains(entry)) {
      throw new IllegalStateException("the page does not say how to replace " + entry);
    }
    return script(cluster).replace("HOW=()", STOCK.formatted(entry));
  }
}
