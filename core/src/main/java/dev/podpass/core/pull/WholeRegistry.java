// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import java.util.List;

/** A registry of which no image is named, and what of it may be pushed to. */
public record WholeRegistry(String host, List<String> pushRepositories) {
  public WholeRegistry {
    pushRepositories = List.copyOf(pushRepositories);
  }
}
