// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.util.Comparator;
import java.util.regex.Pattern;

/** The name of a service account; no other text, for it becomes a part of commands. */
public record ServiceAccount(String namespace, String name) implements Comparable<ServiceAccount> {
  private static final Comparator<ServiceAccount> ORDER =
      Comparator.comparing(ServiceAccount::namespace).thenComparing(ServiceAccount::name);

  private static final Pattern NAME =
      Pattern.compile(
          ServiceAccountSubject.NAMESPACE_NAME + "/" + ServiceAccountSubject.SERVICE_ACCOUNT_NAME);

  public ServiceAccount {
    if (!NAME.matcher(namespace + "/" + name).matches()) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "the input has a service account with a name that Kubernetes does not allow: %s/%s"
              .formatted(namespace, name),
          "give it what kubectl get prints");
    }
  }

  @Override
  public int compareTo(ServiceAccount other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
