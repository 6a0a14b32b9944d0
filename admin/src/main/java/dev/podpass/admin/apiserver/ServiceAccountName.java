// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

/**
 * The name of a service account.
 *
 * @param namespace its namespace
 * @param name its name there
 */
public record ServiceAccountName(String namespace, String name)
    implements Comparable<ServiceAccountName> {

  /** Reads {@code namespace/name}. */
  public static ServiceAccountName parse(String text) {
    int slash = text.indexOf('/');
    return new ServiceAccountName(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ServiceAccountName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
