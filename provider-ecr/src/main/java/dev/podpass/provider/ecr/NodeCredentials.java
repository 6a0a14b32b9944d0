// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;

/** Parses the credentials document of the instance metadata service. */
final class NodeCredentials {
  private NodeCredentials() {}

  /**
   * Returns the credentials.
   *
   * @throws MalformedAnswerException if the document is incomplete, or its code is not {@code
   *     Success}
   */
  static TemporaryCredentials read(String json) {
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
