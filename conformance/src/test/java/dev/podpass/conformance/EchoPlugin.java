// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.conformance.PullReport.Lookup;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stands for podpass where only the kubelet is asked: whether it takes a configuration, and what it
 * runs for an image. Its answer contains how it was run.
 */
final class EchoPlugin {
  private static final String SCRIPT =
      """
      #!/bin/sh
      read -r request
      IFS='|'
      image=${request#*'"image":"'}
      printf '{"apiVersion":"credentialprovider.kubelet.k8s.io/v1","kind":"CredentialProviderResponse",
        "cacheKeyType":"Image","cacheDuration":"0s","auth":{"%s":{"username":"%s","password":"%s"}}}' \\
        "${image%%'"'*}" "${0##*/}|$*" \\
        "$(env | sed -n 's/^ECHO\\([0-9]*\\)=/\\1 /p' | sort -n | cut -d ' ' -f 2- | paste -s -d '|' -)"
      """;

  private EchoPlugin() {}

  /** Looks up the credentials of all pods' images, with this in the place of podpass. */
  static PullReport pull(
      TestNode node, Configuration configuration, Manifest manifest, String... options) {
    Path script = node.write("echo", SCRIPT);
    if (!script.toFile().setExecutable(true)) {
      throw new IllegalStateException(script + " cannot be made executable");
    }
    configuration.names().forEach(name -> node.link(name, script));
    return node.run(node.write("config", configuration.document()), manifest, options);
  }

  /** The command lines that were run for an image. */
  static List<List<String>> runs(Lookup lookup) {
    return lookup.auth().stream().map(auth -> List.of(auth.username().split("\\|", -1))).toList();
  }

  /** The variables {@code ECHO}, {@code ECHO1} and so on, in the order of their numbers. */
  static List<String> variables(Lookup lookup) {
    return lookup.auth().stream()
        .map(Auth::password)
        .flatMap(all -> Stream.of(all.split("\\|", -1)))
        .toList();
  }
}
