// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.spi.token.ServiceAccountSubject;
import java.util.regex.Pattern;

/** Parses the names of Kubernetes objects that options have as values. */
public final class KubernetesNames {
  private static final Pattern NAMESPACE = Pattern.compile(ServiceAccountSubject.NAMESPACE_NAME);
  private static final Pattern OBJECT = Pattern.compile(ServiceAccountSubject.SERVICE_ACCOUNT_NAME);
  private static final Pattern ACCOUNT = Pattern.compile(NAMESPACE + "/" + OBJECT);

  private KubernetesNames() {}

  /** Parses the name of a namespace. */
  public static String namespace(String text) {
    return matching(NAMESPACE, text, "must be a name in lower case");
  }

  /** Parses the name of another object. */
  public static String object(String text) {
    return matching(OBJECT, text, "must be a name in lower case");
  }

  /** Parses {@code namespace/name} of a service account. */
  public static String account(String text) {
    return matching(ACCOUNT, text, "must be NAMESPACE/NAME");
  }

  private static String matching(Pattern pattern, String text, String otherwise) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(otherwise);
    }
    return text;
  }
}
