// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of an IAM role.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">IAM
 *     identifiers</a>
 */
public record RoleArn(Partition partition, String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "arn:(?<partition>[a-z-]+):iam::[0-9]{12}:role/(?:[!-~&&[^/]]{1,128}/){0,10}"
              + "[A-Za-z0-9_+=,.@-]{1,64}");

  /** Parses {@code arn:<partition>:iam::<account>:role/<path><name>}. */
  public static RoleArn parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Optional<Partition> partition =
        matcher.matches() ? Partition.ofArn(matcher.group("partition")) : Optional.empty();
    return new RoleArn(
        partition.orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                Redaction.quoted(text) + " is not the ARN of an IAM role",
                "it looks like arn:aws:iam::123456789012:role/name")),
        text);
  }

  @Override
  public String toString() {
    return text;
  }
}
