// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** Quay's exchange for robot accounts with federation; the wording of errors is unverified. */
  public static final class FakeQuay extends ExchangeHost {
    FakeQuay(Logins logins) {
      super(logins);
    }

    /** Adds to the federation of a robot. */
    public void federate(String robot, Federation federation) {
      add(robot, federation);
    }

    @Override
    Answer exchange(ReceivedRequest request) {
      Requests.require(request, "GET", "/oauth2/federation/robot/token");
      var _ = Requests.query(request, Set.of());
      String[] basic = Requests.basic(request);
      requireTrusted(
          basic[0],
          basic[1],
          new Refusal(401, "", "Could not find robot with username: " + basic[0]));
      return granted(json().put("token", issue(request, basic[0], basic[0]).password()));
    }

    @Override
    ObjectNode refused(Refusal refusal) {
      return json().put("error", refusal.getMessage());
    }
  }

  /** Chainguard's issuer with assumable identities; the wording of errors is unverified. */
  public static final class FakeChainguard extends ExchangeHost {
    FakeChainguard(Logins logins) {
      super(logins);
    }

    /** Lets tokens assume an identity. */
    public void allow(String identity, Federation federation) {
      add(identity, federation);
    }

    @Override
    Answer exchange(ReceivedRequest request) {
      Requests.require(request, "GET", "/sts/exchange");
      Map<String, String> query = Requests.query(request, Set.of("aud", "identity"));
      if (!"cgr.dev".equals(query.get("aud"))) {
        throw new Refusal(400, "3", "invalid audience");
      }
      String identity = query.getOrDefault("identity", "");
      requireTrusted(
          identity, Requests.bearer(request), new Refusal(404, "5", "identity not found"));
      IssuedLogin login = issue(request, identity, "user");
      return granted(
          json().put("token", login.password()).put("expiry", login.expiry().toString()));
    }

    @Override
    ObjectNode refused(Refusal refusal) {
      return json()
          .put("code", refusal.status() == 401 ? 16 : 5)
          .put("message", refusal.getMessage());
    }
  }

  /** Cloudsmith's exchange for service accounts; the wording of errors is unverified. */
  public static final class FakeCloudsmith extends ExchangeHost {
    FakeCloudsmith(Logins logins) {
      super(logins);
    }

    /** Lets tokens be exchanged for those of a service account of an organization. */
    public void allow(String organization, String service, Federation federation) {
      add(organization + "/" + service, federation);
    }

    @Override
    Answer exchange(ReceivedRequest request) {
      String[] path = request.path().split("/", -1);
      if (path.length != 4) {
        throw new Refusal(404, "", "Not found.");
      }
      Requests.require(request, "POST", "/openid/" + path[2] + "/");
      Map<String, String> fields = Requests.json(request, Set.of("oidc_token", "service_slug"));
      String service = path[2] + "/" + fields.get("service_slug");
      requireTrusted(
          service,
          fields.getOrDefault("oidc_token", ""),
          new Refusal(401, "", "Invalid service account."));
      IssuedLogin login = issue(request, service, "token");
      return Answer.json(201, json().put("token", login.password()).toString());
    }

    @Override
    ObjectNode refused(Refusal refusal) {
      return json().put("detail", refusal.getMessage());
    }
  }

  /**
   * Yandex Cloud's exchange of workload identity federations; the wording of errors is unverified.
   */
  public static final class FakeYandex extends ExchangeHost {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    FakeYandex(Logins logins) {
      super(logins);
    }

    /** Adds a federated credential to a service account. */
    public void federate(String serviceAccount, Federation federation) {
      add(serviceAccount, federation);
    }

    @Override
    Answer exchange(ReceivedRequest request) {
      Requests.require(request, "POST", "/oauth/token");
      Map<String, String> form =
          Requests.form(
              request,
              Set.of(
                  "grant_type",
                  "requested_token_type",
                  "audience",
                  "subject_token",
                  "subject_token_type"));
      if (!EXCHANGE.equals(form.get("grant_type"))) {
        throw new Refusal(400, "unsupported_grant_type", "this grant is not supported");
      }
      if (!ID_TOKEN.equals(form.get("subject_token_type"))
          || !ACCESS_TOKEN.equals(form.get("requested_token_type"))) {
        throw new Refusal(400, "invalid_request", "this type of token is not supported");
      }
      String serviceAccount = form.getOrDefault("audience", "");
      requireTrusted(
          serviceAccount,
          form.getOrDefault("subject_token", ""),
          new Refusal(400, "invalid_target", "no service account " + serviceAccount));
      return granted(
          json()
              .put("access_token", issue(request, serviceAccount, "iam").password())
              .put("token_type", "Bearer")
              .put("expires_in", lifeSeconds()));
    }

    @Override
    ObjectNode refused(Refusal refusal) {
      return json().put("error", refusal.code()).put("error_description", refusal.getMessage());
    }
  }
}
