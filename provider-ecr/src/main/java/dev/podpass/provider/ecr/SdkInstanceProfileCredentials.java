// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.Advice;
import dev.podpass.failure.CredentialException;
import dev.podpass.provider.ecr.SessionPlan.NodeRole;
import dev.podpass.spi.CloudError;
import java.net.URI;
import java.util.regex.Pattern;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.imds.Ec2MetadataClientException;
import software.amazon.awssdk.imds.Ec2MetadataRetryPolicy;

/**
 * Reads the session of the node's role from the instance metadata service, version 2 only.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html">role
 *     credentials in instance metadata</a>
 */
final class SdkInstanceProfileCredentials {
  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials/";
  private static final Pattern ROLE_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

  private SdkInstanceProfileCredentials() {}

  static TemporaryCredentials session(NodeRole node, SdkFailures failures) {
    try (Ec2MetadataClient metadata = client(node.endpoint())) {
      return failures.calling(node.step(), () -> session(metadata, node));
    }
  }

  private static Ec2MetadataClient client(URI endpoint) {
    return Ec2MetadataClient.builder()
        .endpoint(endpoint)
        .httpClient(SdkClients.DOOR)
        .retryPolicy(Ec2MetadataRetryPolicy.none())
        .build();
  }

  private static TemporaryCredentials session(Ec2MetadataClient metadata, NodeRole node) {
    try {
      String role = metadata.get(CREDENTIALS).asString().strip();
      if (!ROLE_NAME.matcher(role).matches()) {
        throw CloudError.unusable(node.step());
      }
      return NodeCredentials.read(metadata.get(CREDENTIALS + role).asString());
    } catch (Ec2MetadataClientException e) {
      throw refused(node.endpoint(), e.statusCode()).causedBy(e);
    } catch (MetadataFault e) {
      throw refused(node.endpoint(), e.status()).causedBy(e);
    }
  }

  private static CredentialException refused(URI endpoint, int status) {
    return CredentialException.of(
        advice(status),
        "the node's role cannot be read from %s: HTTP %d".formatted(endpoint, status));
  }

  private static Advice advice(int status) {
    if (status == 429) {
      return Advice.throttled("instance metadata throttles this node");
    }
    if (status >= 500) {
      return Advice.unavailable("instance metadata has a fault");
    }
    return Advice.configuration(
        status == 404
            ? "give the node an instance profile with a role that may pull"
            : "instance metadata must be on, and its hop limit allow for where kubelet runs");
  }
}
