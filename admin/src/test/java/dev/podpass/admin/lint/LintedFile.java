// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.lint.ConfigLint.FileFinding;
import dev.podpass.admin.node.TestPrograms;
import dev.podpass.spi.testing.FakeProvider;
import java.util.List;

/** Files of kubelet's configuration with one entry of podpass's, for two fake providers. */
final class LintedFile {
  /** Nothing is wrong with it. */
  static final String GOOD =
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: podpass
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          defaultCacheDuration: "0"
          matchImages:
            - one.example
          args:
            - --provider=one
          tokenAttributes:
            serviceAccountTokenAudience: aud
            requireServiceAccount: true
            cacheType: Token
            optionalServiceAccountAnnotationKeys:
              - example/role
      """;

  private LintedFile() {}

  /** A run of lint that has read nothing. */
  static ConfigLint lint() {
    return new ConfigLint(context());
  }

  /** The context of a build with the providers {@code one} and {@code two}. */
  static CheckContext context() {
    return TestPrograms.context(
        new FakeProvider("one", "one.example"), new FakeProvider("two", "two.example"));
  }

  /** What is found in one file, a line each. */
  static List<String> findings(String text) {
    ConfigLint lint = lint();
    lint.add("f", text);
    return lint.found().stream().map(FileFinding::toString).toList();
  }
}
