// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import java.util.List;
import java.util.stream.Stream;

/**
 * With whose credentials an image was pulled, as kubelet has recorded it.
 *
 * @param image as pods name it, without tag and digest
 * @param everyPod whether any pod of the node may use it: one of the credentials was of no service
 *     account and of no secret, or none was needed
 * @param serviceAccounts whose pods may use it, as {@code namespace/name}
 * @param secrets pull secrets whose pods may use it, as {@code namespace/name}
 */
record PulledImage(
    String image, boolean everyPod, List<String> serviceAccounts, List<String> secrets) {
  PulledImage {
    serviceAccounts = List.copyOf(serviceAccounts);
    secrets = List.copyOf(secrets);
  }

  /** All of both, for an image that is recorded under several references. */
  PulledImage and(PulledImage other) {
    return new PulledImage(
        image,
        everyPod || other.everyPod,
        union(serviceAccounts, other.serviceAccounts),
        union(secrets, other.secrets));
  }

  private static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().sorted().toList();
  }
}
