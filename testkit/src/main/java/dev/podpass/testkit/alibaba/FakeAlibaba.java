// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.OidcProvider;
import dev.podpass.testkit.oidc.PublishedIssuer;
import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alibaba Cloud: RAM, STS, and the API of Container Registry, in every region. */
public final class FakeAlibaba implements FakeCloud {
  private static final Pattern HOST =
      Pattern.compile(
          "(?<service>sts|cr)(?:-vpc)?\\.(?<region>[a-z]{2}(?:-[a-z0-9]+)+)\\.aliyuncs\\.com");

  private static final int SECRET_BYTES = 30;
  private static final int TOKEN_BYTES = 600;

  private final Map<String, OidcProvider> providers = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, String> regionsByInstance = new ConcurrentHashMap<>();
  private final Set<String> nonces = ConcurrentHashMap.newKeySet();
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private final List<RegistryLogin> logins = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private final PlantedSecrets planted;
  private volatile Duration loginLife = Duration.ofHours(1);

  /** An Alibaba Cloud without accounts. */
  public FakeAlibaba(Clock clock, PlantedSecrets planted) {
    this.clock = clock;
    this.planted = planted;
  }

  /**
   * Registers an issuer.
   *
   * @param clientIds the audiences that the account accepts from it
   */
  public void registerProvider(String arn, PublishedIssuer issuer, String... clientIds) {
    providers.put(arn, new OidcProvider(issuer, Set.of(clientIds)));
  }

  /** Adds a role, or replaces the one of the same ARN. */
  public void put(Role role) {
    roles.put(role.arn(), role);
  }

  /** Adds an instance of Enterprise edition. */
  public void putInstance(String id, String region) {
    regionsByInstance.put(id, region);
  }

  /** Sets the life of logins, which is an hour otherwise. */
  public void loginLife(Duration life) {
    loginLife = life;
  }

  /** The sessions that STS has issued, oldest first. */
  public List<Session> sessions() {
    return List.copyOf(sessions);
  }

  /** The logins issued, oldest first. */
  public List<RegistryLogin> logins() {
    return List.copyOf(logins);
  }

  @Override
  public Optional<FakeHost> host(String name) {
    Matcher matcher = HOST.matcher(name);
    if (name.equals("sts.aliyuncs.com")) {
      return Optional.of(new FakeSts(this));
    }
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        matcher.group("service").equals("sts")
            ? new FakeSts(this)
            : new FakeRegistryApi(this, matcher.group("region")));
  }

  Clock clock() {
    return clock;
  }

  Optional<OidcProvider> provider(String arn) {
    return Optional.ofNullable(providers.get(arn));
  }

  Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  boolean hasInstance(String id, String region) {
    return region.equals(regionsByInstance.get(id));
  }

  /** Whether this nonce is the first of its kind; it is used from now on. */
  boolean use(String nonce) {
    return nonces.add(nonce);
  }

  Optional<Session> session(String accessKeyId) {
    return sessions.stream().filter(one -> one.accessKeyId().equals(accessKeyId)).findFirst();
  }

  Session issue(Role role, String name, Optional<String> policy, Duration life) {
    Session session =
        new Session(
            "STS." + RandomText.base32(24),
            planted.plant(RandomText.base64Url(SECRET_BYTES)),
            planted.plant(RandomText.base64(TOKEN_BYTES)),
            role,
            name,
            policy,
            seconds(clock.instant().plus(life)));
    sessions.add(session);
    return session;
  }

  RegistryLogin issue(Optional<String> instance, Session session) {
    RegistryLogin login =
        new RegistryLogin(
            instance,
            "cr_temp_user",
            planted.plant(RandomText.base64Url(TOKEN_BYTES)),
            session,
            seconds(clock.instant().plus(loginLife)));
    logins.add(login);
    return login;
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The API of Container Registry in one region, for GetAuthorizationToken of both editions. */
  private static final class FakeRegistryApi implements FakeHost {
    private final FakeAlibaba cloud;
    private final String region;

    FakeRegistryApi(FakeAlibaba cloud, String region) {
      this.cloud = cloud;
      this.region = region;
    }

    @Override
    public Answer answer(ReceivedRequest request) {
      try {
        return request.path().equals("/tokens") ? personal(request) : enterprise(request);
      } catch (Refusal refusal) {
        return AlibabaJson.refused(refusal);
      }
    }

    private Answer enterprise(ReceivedRequest request) {
      require(request, "POST", "/", "2018-12-01");
      Session session = Acs3Check.signer(request, cloud);
      String instance =
          Form.parse(request.query().orElse(""), FakeRegistryApi::invalid)
              .requireOnly(Set.of("InstanceId"), FakeRegistryApi::invalid)
              .nonEmpty("InstanceId")
              .orElseThrow(() -> invalid("InstanceId is mandatory for this action."));
      requirePermission(session);
      if (!cloud.hasInstance(instance, region)) {
        throw new Refusal(404, "INSTANCE_NOT_EXIST", "instance is not exist");
      }
      RegistryLogin login = cloud.issue(Optional.of(instance), session);
      return AlibabaJson.granted(
          AlibabaJson.object()
              .put("Code", "success")
              .put("IsSuccess", true)
              .put("RequestId", AlibabaJson.REQUEST_ID)
              .put("TempUsername", login.username())
              .put("AuthorizationToken", login.password())
              .put("ExpireTime", login.expiry().toEpochMilli()));
    }

    private Answer personal(ReceivedRequest request) {
      require(request, "GET", "/tokens", "2016-06-07");
      Session session = Acs3Check.signer(request, cloud);
      requirePermission(session);
      RegistryLogin login = cloud.issue(Optional.empty(), session);
      ObjectNode document = AlibabaJson.object().put("requestId", AlibabaJson.REQUEST_ID);
      document
          .putObject("data")
          .put("tempUserName", login.username())
          .put("authorizationToken", login.password())
          .put("expireDate", login.expiry().toEpochMilli());
      return AlibabaJson.granted(document);
    }

    private static void require(
        ReceivedRequest request, String method, String path, String version) {
      if (!request.method().equals(method)
          || !request.path().equals(path)
          || !request.header("x-acs-action").equals(Optional.of("GetAuthorizationToken"))
          || !request.header("x-acs-version").equals(Optional.of(version))) {
        throw new Refusal(404, "InvalidAction.NotFound", "Specified api is not found.");
      }
      if (!request.body().text().isEmpty()) {
        throw invalid("a body where there is none");
      }
    }

    private static void requirePermission(Session session) {
      boolean byPolicy =
          session.policy().map(text -> text.contains("\"cr:GetAuthorizationToken\"")).orElse(true);
      if (!session.role().mayPull() || !byPolicy) {
        throw new Refusal(403, "NoPrivilege", "no privilege to do cr:GetAuthorizationToken");
      }
    }

    private static Refusal invalid(String message) {
      return new Refusal(400, "InvalidParameter", message);
    }
  }
}
