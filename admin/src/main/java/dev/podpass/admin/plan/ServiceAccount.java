// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.Comparator;

/** The name of a service account. */
public record ServiceAccount(String namespace, String name) implements Comparable<ServiceAccount> {
  private static final Comparator<ServiceAccount> ORDER =
      Comparator.comparing(ServiceAccount::namespace).thenComparing(ServiceAccount::name);

  @Override
  public int compareTo(ServiceAccount other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
