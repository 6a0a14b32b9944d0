// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.check.NetworkAccess;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.testing.FakeProvider;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
    return new CheckContext(
        Providers.of(
            List.of(
                new FakeProvider("one", "one.example"), new FakeProvider("two", "two.example"))),
        (arguments, environment) ->
            flag ->
                FileEntry.option(arguments, flag.name())
                    .map(value -> new Sourced<>(value, flag.name())),
        Map.of("PODPASS_X", "1"),
        new NoNetwork(),
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  /** What is found in one file, a line each. */
  static List<String> findings(String text) {
    ConfigLint lint = lint();
    lint.add("f", text);
    return lint.found().stream().map(FileFinding::toString).toList();
  }

  private static final class NoNetwork implements NetworkAccess {
    @Override
    public <T> T with(ConnectionSettings settings, Function<Connections, T> work) {
      throw new AssertionError("lint opens no connection");
    }

    @Override
    public void progress(String text) {
      throw new AssertionError("lint takes no time");
    }
  }
}
