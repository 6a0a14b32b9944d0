// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registries that exchange tokens of pods themselves, each at one host. */
public final class FakeExchanges implements FakeCloud {
  /** The service that speaks each form of exchange. */
  public static final String TOKEN_EXCHANGE = "sts.registry.example.com";

  /** Quay's public service. */
  public static final String QUAY = "quay.io";

  /** A JFrog platform. */
  public static final String JFROG = "mycompany.jfrog.io";

  /** Chainguard's issuer. */
  public static final String CHAINGUARD = "issuer.enforce.dev";

  /** Cloudsmith's API. */
  public static final String CLOUDSMITH = "api.cloudsmith.io";

  /** Yandex Cloud's token service. */
  public static final String YANDEX = "auth.yandex.cloud";

  /** An OpenBao server. */
  public static final String VAULT = "vault.example.com";

  private final Logins logins;
  private final FakeTokenExchange tokenExchange;
  private final FakeQuay quay;
  private final FakeJfrog jfrog;
  private final FakeChainguard chainguard;
  private final FakeCloudsmith cloudsmith;
  private final FakeYandex yandex;
  private final FakeVault vault;
  private final Map<String, FakeHost> hosts;

  /** Registries without any trust yet. */
  public FakeExchanges(Clock clock, PlantedSecrets planted) {
    this.logins = new Logins(clock, planted);
    this.tokenExchange = new FakeTokenExchange(logins);
    this.quay = new FakeQuay(logins);
    this.jfrog = new FakeJfrog(logins);
    this.chainguard = new FakeChainguard(logins);
    this.cloudsmith = new FakeCloudsmith(logins);
    this.yandex = new FakeYandex(logins);
    this.vault = new FakeVault(clock, planted);
    this.hosts =
        Map.of(
            TOKEN_EXCHANGE, tokenExchange,
            QUAY, quay,
            JFROG, jfrog,
            CHAINGUARD, chainguard,
            CLOUDSMITH, cloudsmith,
            YANDEX, yandex,
            VAULT, vault);
  }

  public FakeTokenExchange tokenExchange() {
    return tokenExchange;
  }

  public FakeQuay quay() {
    return quay;
  }

  public FakeJfrog jfrog() {
    return jfrog;
  }

  public FakeChainguard chainguard() {
    return chainguard;
  }

  public FakeCloudsmith cloudsmith() {
    return cloudsmith;
  }

  public FakeYandex yandex() {
    return yandex;
  }

  public FakeVault vault() {
    return vault;
  }

  /** The logins issued so far, oldest first. */
  public List<IssuedLogin> logins() {
    return logins.all();
  }

  /** Sets the life of the logins, which is an hour otherwise. */
  public void loginLife(Duration life) {
    logins.live(life);
  }

  @Override
  public Optional<FakeHost> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }
}
