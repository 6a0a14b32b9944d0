// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static dev.podpass.core.testing.SdkFault.PLANTED;
import static dev.podpass.core.testing.SdkFault.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.google.api.gax.httpjson.HttpJsonStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.cloud.iam.credentials.v1.GenerateAccessTokenRequest;
import com.google.cloud.iam.credentials.v1.GenerateAccessTokenResponse;
import com.google.cloud.iam.credentials.v1.stub.IamCredentialsStub;
import com.google.common.util.concurrent.UncheckedExecutionException;
import com.google.protobuf.Timestamp;
import dev.podpass.core.testing.FailedCall;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.core.testing.SdkFault;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of the IAM credentials client that no answer of Google's brings about. */
class SdkFaultsTest {
  private static final String STEP = "generateAccessToken at " + GarTrials.IAM;

  @AutoClose private final ProviderTrial trial = GarTrials.trusted();
  private final IamCredentialsStub client = mock(IamCredentialsStub.class);

  @SuppressWarnings("unchecked") // A mock has no type arguments.
  private final UnaryCallable<GenerateAccessTokenRequest, GenerateAccessTokenResponse> callable =
      mock(UnaryCallable.class);

  @BeforeEach
  void theClientMakesTheCall() {
    when(client.generateAccessTokenCallable()).thenReturn(callable);
  }

  static Stream<Arguments> thrown() {
    HttpJsonStatusCode unknown = HttpJsonStatusCode.of(401);
    return Stream.of(
        argumentSet("API", new ApiException(SdkFault.message(), null, unknown, false)),
        argumentSet(
            "credentials",
            new UnauthenticatedException(new IOException(SdkFault.message()), unknown, false)),
        argumentSet("cancelled", new CancellationException(SdkFault.message())),
        argumentSet(
            "interrupted",
            new UncheckedExecutionException(new InterruptedException(SdkFault.message()))),
        argumentSet("unchecked", new IllegalArgumentException(SdkFault.message())),
        argumentSet("no message", new NullPointerException()));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aFaultOfTheClientIsNotQuoted(RuntimeException fault) {
    when(callable.call(any(), any())).thenThrow(fault);

    assertUnusable(this::impersonate, STEP, fault.getClass());
  }

  @Test
  void aClientWithoutTheCallCannotBeUsed() {
    when(client.generateAccessTokenCallable())
        .thenThrow(new UnsupportedOperationException(SdkFault.message()));

    assertUnusable(this::impersonate, STEP, UnsupportedOperationException.class);
  }

  @Test
  void anAnswerThatIsNullCannotBeUsed() {
    assertUnusable(this::impersonate, STEP, NullPointerException.class);
  }

  /** The transport refuses such an answer before the library reads it; this is the second lock. */
  @Test
  void anAnswerWithoutATokenIsRefused() {
    when(callable.call(any(), any())).thenReturn(GenerateAccessTokenResponse.getDefaultInstance());

    FailedCall.assertFails(this::impersonate, Kind.UNAVAILABLE, STEP, "accessToken");
  }

  @Test
  void theExpiryIsReadToTheNanosecond() {
    when(callable.call(any(), any()))
        .thenReturn(
            GenerateAccessTokenResponse.newBuilder()
                .setAccessToken("ya29.granted")
                .setExpireTime(Timestamp.newBuilder().setSeconds(4_000_000_000L).setNanos(7))
                .build());

    AccessToken token = impersonate();

    assertThat(token.value().reveal()).isEqualTo("ya29.granted");
    assertThat(token.expiry()).contains(Instant.ofEpochSecond(4_000_000_000L, 7));
  }

  private AccessToken impersonate() {
    trial.set(GarOptions.SERVICE_ACCOUNT, ExampleWorld.GCP_SERVICE_ACCOUNT);
    GarImpersonationPlan plan = (GarImpersonationPlan) trial.plan(ExampleWorld.GAR_IMAGE);
    CloudCalls calls =
        new CloudCalls(
            GarFailure.READER, error -> plan.failure(error, trial.validated(plan).claims()));
    return calls.call(
        plan.step(),
        () ->
            SdkImpersonation.impersonate(
                plan.account().value(), new AccessToken(PLANTED, Optional.empty()), client));
  }
}
