// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.secret.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Serves noisy.example, prints, and does what a provider must not do. */
public final class NoisyProvider implements RegistryCredentialProvider {
  static final String SECRET = "planted-in-an-exception";

  private static final ProviderOption<String> ACT =
      ProviderOption.text("act", "ACT", "What it does.");

  public NoisyProvider() {
    System.out.println("a banner of the constructor");
    // No daemon, and it never ends.
    new Thread(NoisyProvider::block).start();
    exitIn("constructor");
  }

  @Override
  public String id() {
    exitIn("id");
    return "noisy";
  }

  @Override
  public List<ProviderOption<?>> options() {
    exitIn("options");
    return List.of(ACT);
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), "noisy");
  }

  @SuppressWarnings("NullAway") // Others compile without it.
  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    String act = act(settings);
    return Optional.of(
        Exchange.as("user", new Sourced<>("bob", "--noisy-act"))
            .run(calls -> {
              System.out.println("a banner of the exchange");
              perform(act, "exchange");
              return Credential.of(
                  act.equals("null user") ? null : "bob", Secret.of("its-own-password"));
            }));
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return "";
  }

  @Override
  public Hosts hosts(ProviderSettings settings) {
    System.out.println("a banner of hosts");
    perform(act(settings), "hosts");
    return Hosts.matching(List.of("noisy.example"), host -> host.name().equals("noisy.example"));
  }

  @Override
  public boolean ownsAudience(String audience, ProviderSettings settings) {
    perform(act(settings), "ownsAudience");
    return audience.equals("noisy");
  }

  private static String act(ProviderSettings settings) {
    return settings.findValue(ACT).orElse("");
  }

  private static void perform(String act, String place) {
    if (act.equals("throw in " + place)) {
      NoisyProvider.<RuntimeException>sneak(new IOException(SECRET));
    } else if (act.equals("exit in " + place)) {
      System.exit(0);
    } else if (act.equals("block in " + place)) {
      block();
    } else if (act.equals("throw beside " + place)) {
      fail();
    }
  }

  /** Options are not known yet in these places. */
  private static void exitIn(String place) {
    if (place.equals(System.getProperty("noisy"))) {
      System.exit(0);
    }
  }

  private static void block() {
    while (true) {
      LockSupport.park();
    }
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
