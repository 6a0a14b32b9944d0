// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
}
