// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Serves nothing, prints, and does what a provider must not do. */
public final class NoisyProvider implements RegistryCredentialProvider {
  static final String SECRET = "planted-in-an-exception";

  private static final ProviderOption<String> ACT =
      ProviderOption.text("act", "ACT", "What it does.");

  public NoisyProvider() {
    System.out.println("a banner of the constructor");
  }

  @Override
  public String id() {
    return "noisy";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(ACT);
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), "noisy");
  }

  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    return Optional.empty();
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return "";
  }

  @Override
  public Hosts hosts(ProviderSettings settings) {
    System.out.println("a banner of hosts");
    switch (settings.findValue(ACT).orElse("")) {
      case "throw" -> NoisyProvider.<RuntimeException>sneak(new IOException(SECRET));
      case "throw elsewhere" -> fail();
      case "exit" -> System.exit(0);
      default -> {}
    }
    return Hosts.matching(List.of("noisy.example"), _ -> false);
  }

  private static void fail() {
    Thread thread =
        new Thread(() -> NoisyProvider.<RuntimeException>sneak(new IOException(SECRET)));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneak(Exception e) throws E {
    throw (E) e;
  }
}
