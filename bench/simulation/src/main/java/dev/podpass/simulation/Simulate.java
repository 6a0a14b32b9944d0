// SPDX-License-Identifier: Apache-2.0
package dev.podpass.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Plays a node that starts, and then a kubelet that is restarted: both times every pod asks for its
 * image. Prints a line of JSON for each.
 */
public final class Simulate {
  private static final String USAGE =
      "arguments: ecr|gar|acr PODS SERVICE-ACCOUNTS NODES CACHE-DIRECTORY|off PLUGIN [ARGUMENT]...";
  private static final int FIXED = 5;

  private final FakeClouds clouds;
  private final Exchange exchange;
  private final List<String> serviceAccounts;

  private Simulate(FakeClouds clouds, Exchange exchange, int serviceAccounts) {
    this.clouds = clouds;
    this.exchange = exchange;
    this.serviceAccounts =
        IntStream.range(0, serviceAccounts).mapToObj(number -> "app-" + number).toList();
    ExampleWorld.addTo(clouds);
    exchange.allow(clouds, this.serviceAccounts);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws InterruptedException {
    try (FakeClouds clouds = FakeClouds.start()) {
      run(clouds, List.of(arguments), System.out);
    }
    System.exit(0);
  }

  /** Runs it on clouds in which there is nothing yet. */
  public static void run(FakeClouds clouds, List<String> arguments, PrintStream out)
      throws InterruptedException {
    if (arguments.size() <= FIXED) {
      throw new IllegalArgumentException(USAGE);
    }
    Exchange exchange = Exchange.valueOf(arguments.get(0).toUpperCase(Locale.ROOT));
    int pods = Integer.parseInt(arguments.get(1));
    int serviceAccounts = Integer.parseInt(arguments.get(2));
    int nodes = Integer.parseInt(arguments.get(3));
    List<String> command = arguments.subList(FIXED, arguments.size());
    exchange.quotas().forEach(quota -> quota.share(clouds, nodes));
    new Simulate(clouds, exchange, serviceAccounts)
        .play(plugin(clouds, arguments.get(4), command), pods, out);
  }

  private static Plugin plugin(FakeClouds clouds, String cache, List<String> command) {
    Map<String, String> environment = new TreeMap<>(clouds.environment());
    if (!cache.equals("off")) {
      environment.put("PODPASS_CACHE", "on");
      environment.put("PODPASS_CACHE_DIR", cache);
    }
    return Plugin.of(command, environment);
  }

  private void play(Plugin plugin, int pods, PrintStream out) throws InterruptedException {
    for (String event : List.of("node start", "kubelet restart")) {
      List<PluginRequest> requests = IntStream.range(0, pods).mapToObj(this::request).toList();
      out.println(json(event, Round.play(clouds, plugin, requests)));
    }
  }

  private PluginRequest request(int pod) {
    String name = serviceAccounts.get(pod % serviceAccounts.size());
    return exchange.request(
        clouds.issuer().token().serviceAccount(Exchange.NAMESPACE, name).pod(name + "-" + pod));
  }

  private static String json(String event, Round round) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", event);
    fields.put("failures", round.failures());
    fields.put("seconds", round.untilLast().toMillis() / 1000.0);
    fields.put("requests", round.requests());
    fields.put("refused", round.refused());
    try {
      return new JsonMapper().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
