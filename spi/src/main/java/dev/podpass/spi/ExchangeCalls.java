// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one run of an exchange. */
final class ExchangeCalls implements Calls {
  private final ErrorFormat errors;
  private final String who;
  private final Optional<Secret> token;
  private final Connections connections;
  private final Clock clock;
  private final Set<Secret> sent = ConcurrentHashMap.newKeySet();

  private volatile @Nullable ExchangeStep last;

  ExchangeCalls(
      ErrorFormat errors,
      String who,
      Optional<Secret> token,
      Connections connections,
      Clock clock) {
    this.errors = errors;
    this.who = who;
    this.token = token;
    this.connections = connections;
    this.clock = clock;
    token.ifPresent(sent::add);
  }

  /** Runs the provider's code; what it reads outside a call is of the last call's answer. */
  Credential run(Callable<Credential> code) {
    try {
      return code.call();
    } catch (CredentialException e) {
      throw masked(e);
    } catch (MalformedAnswerException e) {
      ExchangeStep step = last;
      throw masked(
          step == null
              ? new CredentialException(
                  Kind.CONFIGURATION, "the credential cannot be used: " + e.getMessage())
              : CloudError.unusable(step, e));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the exchange failed outside its calls", e);
    }
  }

  @Override
  public Secret token() {
    return token.orElseThrow(() -> new IllegalStateException("a node's exchange has no token"));
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public <T> T read(
      ExchangeStep step, Supplier<HttpRequest> request, Function<HttpResponse, T> reader) {
    return explained(
        step,
        () ->
            reader.apply(
                connections.send(
                    () -> noted(request.get()), answer -> errors.isTemporary(step, answer))));
  }

  private HttpRequest noted(HttpRequest request) {
    sent.addAll(request.secrets());
    return request;
  }

  @Override
  public <T> T sdk(ExchangeStep step, Callable<T> call, Secret... others) {
    sent.addAll(Set.of(others));
    return explained(step, () -> connections.<T, Exception>call(call::call));
  }

  private <T> T explained(ExchangeStep step, Callable<T> call) {
    last = step;
    try {
      return call.call();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw masked(
          CredentialException.in(e)
              .or(() ->
                  errors
                      .read(step, e)
                      .map(error -> error.failure(who, errors.advise(error)).causedBy(e)))
              .orElseGet(() -> CloudError.unusable(step, e)));
    }
  }

  private CredentialException masked(CredentialException failure) {
    return failure.hiding(sent.toArray(Secret[]::new));
  }
}
