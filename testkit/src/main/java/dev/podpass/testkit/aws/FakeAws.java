// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** AWS, all partitions of it. */
public final class FakeAws implements FakeCloud {
  /** The name under which requests to the metadata service are recorded and faults are set. */
  public static final String METADATA_HOST = "169.254.169.254";

  private final Clock clock;
  private final FakeIam iam = new FakeIam();
  private final Sessions sessions;
  private final RegistryPasswords passwords;
  private final MetadataService metadata;

  /** An AWS without accounts. */
  public FakeAws(Clock clock, PlantedSecrets planted) {
    this.clock = clock;
    this.sessions = new Sessions(planted);
    this.passwords = new RegistryPasswords(planted, clock);
    this.metadata = new MetadataService(sessions, planted, clock);
  }

  /** Its OIDC providers and roles. */
  public FakeIam iam() {
    return iam;
  }

  /** Attaches a role to the instance whose metadata service this is. */
  public void instanceRole(Role role) {
    metadata.instanceRole(Optional.of(role));
  }

  /** Sets the life of registry passwords, which is 12 hours otherwise. */
  public void passwordLife(Duration life) {
    passwords.live(life);
  }

  /** The sessions that STS and the metadata service have issued, oldest first. */
  public List<Session> sessions() {
    return sessions.all();
  }

  /** The registry passwords issued, oldest first. */
  public List<RegistryPassword> passwords() {
    return passwords.all();
  }

  /** The record of a password, if it was issued here. */
  public Optional<RegistryPassword> password(String value) {
    return passwords.find(value);
  }

  /** The instance's metadata service, which no proxy leads to. */
  public FakeHost metadata() {
    return metadata;
  }

  @Override
  public Optional<FakeHost> host(String name) {
    return AwsEndpoint.of(name).map(this::host);
  }

  private FakeHost host(AwsEndpoint endpoint) {
    SignatureCheck signatures = new SignatureCheck(endpoint, sessions, clock);
    return switch (endpoint.service()) {
      case STS -> new FakeSts(endpoint.partition(), iam, sessions, clock);
      case ECR -> new FakeEcr(endpoint, signatures, passwords);
      case ECR_PUBLIC -> new FakeEcrPublic(signatures, passwords);
    };
  }

  /** ECR's API in one region, for GetAuthorizationToken alone. */
  private static final class FakeEcr implements FakeHost {
    private static final SignedCall CALL =
        new SignedCall(
            "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", Set.of("registryIds"));

    private final AwsEndpoint endpoint;
    private final SignatureCheck signatures;
    private final RegistryPasswords passwords;

    FakeEcr(AwsEndpoint endpoint, SignatureCheck signatures, RegistryPasswords passwords) {
      this.endpoint = endpoint;
      this.signatures = signatures;
      this.passwords = passwords;
    }

    @Override
    public Answer answer(ReceivedRequest request) {
      try {
        CALL.requireEnvelope(request);
        Session session = signatures.signer(request);
        SignedCall.authorize(session, "ecr:GetAuthorizationToken");
        return EcrJson.privateToken(passwords.issue(Optional.of(registry(session)), session));
      } catch (Refusal refusal) {
        return EcrJson.refused(refusal);
      }
    }

    private String registry(Session session) {
      return "%s.dkr.ecr.%s.%s"
          .formatted(session.account(), endpoint.region(), endpoint.partition().suffix());
    }
  }

  /** ECR Public's API, for GetAuthorizationToken alone. */
  private static final class FakeEcrPublic implements FakeHost {
    private static final SignedCall CALL =
        new SignedCall("SpencerFrontendService.GetAuthorizationToken", Set.of());

    private final SignatureCheck signatures;
    private final RegistryPasswords passwords;

    FakeEcrPublic(SignatureCheck signatures, RegistryPasswords passwords) {
      this.signatures = signatures;
      this.passwords = passwords;
    }

    @Override
    public Answer answer(ReceivedRequest request) {
      try {
        CALL.requireEnvelope(request);
        Session session = signatures.signer(request);
        SignedCall.authorize(session, "ecr-public:GetAuthorizationToken");
        SignedCall.authorize(session, "sts:GetServiceBearerToken");
        return EcrJson.publicToken(passwords.issue(Optional.empty(), session));
      } catch (Refusal refusal) {
        return EcrJson.refused(refusal);
      }
    }
  }
}
