// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.Calls;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.ExchangeStep;
import java.net.URI;
import java.util.regex.Pattern;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.imds.Ec2MetadataRetryPolicy;

/**
 * Reads the credentials of the node's instance profile from the instance metadata service, version
 * 2 only.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html">role
 *     credentials in instance metadata</a>
 */
final class SdkInstanceProfileCredentials {
  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials/";
  private static final Pattern ROLE_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

  private SdkInstanceProfileCredentials() {}

  static TemporaryCredentials get(ExchangeStep step, Calls calls) {
    try (Ec2MetadataClient metadata = client(step.endpoint())) {
      return calls.sdk(step, () -> get(metadata));
    }
  }

  private static Ec2MetadataClient client(URI endpoint) {
    return Ec2MetadataClient.builder()
        .endpoint(endpoint)
        .httpClient(SdkClients.HTTP)
        .retryPolicy(Ec2MetadataRetryPolicy.none())
        .build();
  }

  private static TemporaryCredentials get(Ec2MetadataClient metadata) {
    String role = metadata.get(CREDENTIALS).asString().strip();
    if (!ROLE_NAME.matcher(role).matches()) {
      throw new MalformedAnswerException("it names no role");
    }
    return read(metadata.get(CREDENTIALS + role).asString());
  }

  private static TemporaryCredentials read(String json) {
    CloudAnswer document = CloudAnswer.of(json.getBytes(UTF_8));
    if (!document.text("Code").equals("Success")) {
      throw new MalformedAnswerException("its Code is not Success");
    }
    return new TemporaryCredentials(
        document.secret("AccessKeyId").reveal(),
        document.secret("SecretAccessKey"),
        document.secret("Token"),
        document.date("Expiration"));
  }
}
