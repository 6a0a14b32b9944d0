// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.core.testing.SdkFault.assertUnusable;
import static dev.podpass.provider.acr.AcrTrials.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.identity.CredentialUnavailableException;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.core.testing.SdkFault;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.testkit.ExampleWorld;
import java.time.OffsetDateTime;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of Azure's token credential that no answer of Entra ID brings about. */
class SdkFaultsTest {
  private static final String STEP = "token request at " + ENTRA;
  private static final OffsetDateTime END = OffsetDateTime.parse("2099-01-01T00:00:00Z");

  @AutoClose private final ProviderTrial trial = AcrTrials.annotated();
  private final TokenCredential credential = mock(TokenCredential.class);

  static Stream<Arguments> thrown() {
    return Stream.of(
        argumentSet("refused", new ClientAuthenticationException(SdkFault.message(), null)),
        argumentSet("unavailable", new CredentialUnavailableException(SdkFault.message())),
        argumentSet("response", new HttpResponseException(SdkFault.message(), null)),
        argumentSet("cancelled", new CancellationException(SdkFault.message())),
        argumentSet("unchecked", new IllegalStateException(SdkFault.message())),
        argumentSet("no message", new NullPointerException()));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aFaultOfTheCredentialIsNotQuoted(RuntimeException fault) {
    when(credential.getTokenSync(any())).thenThrow(fault);

    assertUnusable(this::send, STEP, fault.getClass());
  }

  @Test
  void anAnswerThatIsNullCannotBeUsed() {
    assertUnusable(this::send, STEP, NullPointerException.class);
  }

  /** The transport refuses such an answer before the library reads it; this is the second lock. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a\r\nb", "\u00e9"})
  void aTokenThatCannotBeSentIsRefused(String token) {
    when(credential.getTokenSync(any())).thenReturn(new AccessToken(token, END));

    assertThatThrownBy(this::send)
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(e.text()).startsWith(STEP + " gave an answer that cannot be used");
            });
  }

  private Secret send() {
    AcrFederatedPlan plan = (AcrFederatedPlan) trial.plan(ExampleWorld.ACR_IMAGE);
    CloudCalls calls =
        new CloudCalls(
            AzureError::find,
            error ->
                AcrFailure.of(
                    error, plan.target(), plan.pulling(), trial.validated(plan).claims()));
    return calls.call(
        plan.step(), () -> SdkTokenRequest.accessToken(credential, plan.target().resource()));
  }
}
