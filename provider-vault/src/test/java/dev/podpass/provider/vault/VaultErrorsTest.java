// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import static dev.podpass.provider.vault.VaultTrials.HOST;
import static dev.podpass.provider.vault.VaultTrials.IMAGE;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.exchange.FakeVault.Engine;
import dev.podpass.testkit.exchange.Federation;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VaultErrorsTest {
  @ParameterizedTest
  @EnumSource
  void eachFailureSaysWhatToDo(Failing how) {
    for (String inline : List.of("false", "true")) {
      try (ProviderTrial other = VaultTrials.trusted()) {
        other.set(VaultOptions.INLINE, inline);
        how.prepare(other);
        other.assertFails(IMAGE, how.kind, how.step + " at " + HOST + " as role ", how.because);
      }
    }
  }

  /** The 403 of a wrong mount and of a policy differ by the step alone. */
  enum Failing {
    ROLE("login", Kind.CONFIGURATION, "hint: create the role nobody, or correct --vault-role") {
      @Override
      void prepare(ProviderTrial trial) {
        trial.set(VaultOptions.ROLE, "nobody");
      }
    },
    MOUNT("login", Kind.CONFIGURATION, "or correct --vault-mount") {
      @Override
      void prepare(ProviderTrial trial) {
        trial.set(VaultOptions.MOUNT, "other");
      }
    },
    NAMESPACE("", Kind.CONFIGURATION, "hint: correct --vault-namespace") {
      @Override
      void prepare(ProviderTrial trial) {
        trial.set(VaultOptions.NAMESPACE, "other");
      }
    },
    AUDIENCE(
        "login", Kind.CONFIGURATION, "hint: add the audience other.example to bound_audiences") {
      @Override
      void prepare(ProviderTrial trial) {
        trial.set(VaultOptions.TOKEN_AUDIENCE, "other.example");
        trial.token(VaultTrials.pod(trial).audience("other.example").mint());
      }
    },
    KEY("login", Kind.CONFIGURATION, "jwt_validation_pubkeys") {
      @Override
      void prepare(ProviderTrial trial) {
        trial.token(
            trial
                .clouds()
                .newIssuer(URI.create("https://oidc.example.com/other"))
                .token()
                .audience(HOST)
                .mint());
      }
    },
    SUBJECT("login", Kind.DENIED, "match system:serviceaccount:team-a:app: podpass trust vault") {
      @Override
      void prepare(ProviderTrial trial) {
        var issuer = trial.clouds().issuer().published();
        VaultTrials.vault(trial)
            .role("pull", new Federation(issuer, "system:serviceaccount:team-b:*", HOST), 60);
      }
    },
    POLICY(
        "read of the secret",
        Kind.DENIED,
        "hint: let a policy of the role pull read secret/data/other") {
      @Override
      void prepare(ProviderTrial trial) {
        trial.set(VaultOptions.SECRET, "secret/data/other");
      }
    },
    ABSENT(
        "read of the secret",
        Kind.CONFIGURATION,
        "hint: write the secret shared/none, or correct") {
      @Override
      void prepare(ProviderTrial trial) {
        trial.set(VaultOptions.SECRET, "shared/none");
      }
    },
    DELETED("read of the secret", Kind.CONFIGURATION, "HTTP 404") {
      @Override
      void prepare(ProviderTrial trial) {
        VaultTrials.vault(trial).store("secret/data/pull/team-a/app", Engine.DELETED, "robot");
      }
    },
    SEALED("", Kind.UNAVAILABLE, "HTTP 503: Vault is sealed; hint: unseal the server") {
      @Override
      void prepare(ProviderTrial trial) {
        refuse(trial, 503, "Vault is sealed");
      }
    },
    THROTTLED("", Kind.TRY_AGAIN, HOST + " throttles requests") {
      @Override
      void prepare(ProviderTrial trial) {
        refuse(trial, 429, "request path \"auth/jwt/login\": rate limit quota exceeded");
      }
    };

    private final String step;
    private final Kind kind;
    private final String because;

    Failing(String step, Kind kind, String because) {
      this.step = step;
      this.kind = kind;
      this.because = because;
    }

    abstract void prepare(ProviderTrial trial);

    static void refuse(ProviderTrial trial, int status, String error) {
      trial
          .clouds()
          .misbehave(
              HOST,
              Faults.instead(
                  Answer.json(status, "{\"errors\":[\"" + error.replace("\"", "\\\"") + "\"]}")));
    }
  }
}
