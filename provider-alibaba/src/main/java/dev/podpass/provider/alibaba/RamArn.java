// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.regex.Pattern;

/** The ARN of a role or of an OIDC provider in RAM. */
public record RamArn(String text) {
  private static final Pattern ROLE =
      Pattern.compile("acs:ram::[0-9]{1,20}:role/[A-Za-z0-9.-]{1,64}");
  private static final Pattern PROVIDER =
      Pattern.compile("acs:ram::[0-9]{1,20}:oidc-provider/[A-Za-z0-9._-]{1,128}");

  /** Parses {@code acs:ram::<account>:role/<name>}. */
  public static RamArn role(String text) {
    return parse(text, ROLE, "a RAM role", "role/name");
  }

  /** Parses {@code acs:ram::<account>:oidc-provider/<name>}. */
  static RamArn provider(String text) {
    return parse(text, PROVIDER, "an OIDC provider of RAM", "oidc-provider/name");
  }

  private static RamArn parse(String text, Pattern form, String what, String example) {
    if (!form.matcher(text).matches()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s is not the ARN of %s".formatted(Redaction.quoted(text), what),
          "it looks like acs:ram::1234567890123456:" + example);
    }
    return new RamArn(text);
  }

  public String account() {
    return text.split(":", 5)[3];
  }

  public String name() {
    return text.substring(text.indexOf('/') + 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
