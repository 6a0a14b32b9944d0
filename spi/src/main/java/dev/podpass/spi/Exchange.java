// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One exchange that is decided and not yet run: the identity, the calls, every parameter, and the
 * code that makes the calls. Built by the provider, run by podpass:
 *
 * <pre>{@code
 * Exchange.as("role", role)
 *     .call(LOGIN)
 *     .parameter("lifetime", lifetime)
 *     .errors(ERRORS)
 *     .run(calls -> credential(calls.json(LOGIN, request(calls.token()))))
 * }</pre>
 *
 * <p>Exchanges of equal {@linkplain #canonical() canonical form} share answers through the node
 * cache. The form must contain everything that is sent, that is read from the answer, or that
 * decides how long the credential lives, except the token: <b>what it leaves out is shared with
 * pulls that asked for something else.</b> {@code podpass explain} prints it, so it contains no
 * secret. {@link Sourced#source()} is for messages and not a part of it.
 *
 * @since 0.1
 */
public final class Exchange {
  private Map<String, Sourced<String>> identity = Map.of();
  private String access = "registry";
  private Optional<String> repository = Optional.empty();
  private Set<String> audiences = Set.of();
  private List<ExchangeStep> steps = List.of();
  private List<Parameter> parameters = List.of();
  private ErrorFormat errors = Exchange::byStatus;
  private Run run =
      _ -> {
        throw new IllegalStateException("the exchange has no run");
      };

  private Exchange() {}

  /** A copy with another value of one field. Nothing is changed after that. */
  private Exchange with(Consumer<Exchange> change) {
    Exchange copy = new Exchange();
    copy.identity = identity;
    copy.access = access;
    copy.repository = repository;
    copy.audiences = audiences;
    copy.steps = steps;
    copy.parameters = parameters;
    copy.errors = errors;
    copy.run = run;
    change.accept(copy);
    return copy;
  }

  private static Advice byStatus(CloudError error) {
    String host = error.step().endpoint().getHost();
    return Advice.byStatus(
        error.status(),
        host,
        "let " + host + " trust this identity",
        "correct the provider's options");
  }

  /**
   * A parameter of an exchange.
   *
   * @param name its name, such as {@code session policy}
   * @param value its value, as it is sent
   */
  public record Parameter(String name, String value) {}

  /** The code of an exchange. */
  @FunctionalInterface
  public interface Run {
    /**
     * Makes the calls. Called at most once, and not always on the thread that planned. If another
     * pull has the answer first, this one is not used, and the process may end meanwhile.
     *
     * @param calls has the token and the time of this run as well
     * @return the credential, with its end if the cloud tells one
     * @throws Exception a failure; {@link Calls} has already explained those of its calls
     */
    Credential run(Calls calls) throws Exception;
  }

  /**
   * {@return an exchange as an identity in the cloud}
   *
   * @param part the name of the first part of the identity, such as {@code role}
   * @param value the part, and what named it
   */
  public static Exchange as(String part, Sourced<String> value) {
    return new Exchange().and(part, value);
  }

  /**
   * {@return an exchange as the identity that the cloud has attached to the node}
   *
   * @param part the name of the identity, such as {@code role}
   */
  public static Exchange asNode(String part) {
    return as(part, new Sourced<>("of the node", "policy"));
  }

  /**
   * {@return the same exchange with one more part of the identity: a tenant, an OIDC provider}
   *
   * @param part its name, which no other part has
   * @param value the part, and what named it
   */
  public Exchange and(String part, Sourced<String> value) {
    Map<String, Sourced<String>> all = new LinkedHashMap<>(identity);
    if (all.putIfAbsent(part, value) != null) {
      throw new IllegalArgumentException("the identity has two parts named " + part);
    }
    return with(copy -> copy.identity = Collections.unmodifiableMap(all));
  }

  /**
   * {@return the same exchange with its permissions at the registry, in the provider's words; by
   * default those of the whole registry}
   *
   * @param words such as {@code repository team/app}
   */
  public Exchange access(String words) {
    return with(copy -> copy.access = words);
  }

  /**
   * {@return the same exchange for a credential that is valid for this repository only}
   *
   * @param name the repository, without the registry host
   */
  public Exchange onlyRepository(String name) {
    return access("repository " + name).with(copy -> copy.repository = Optional.of(name));
  }

  /**
   * {@return the same exchange with the audiences that are accepted in the pod's token, which must
   * have exactly one of them and no other} By default the audience of the provider's {@link Entry}.
   *
   * @param accepted not empty
   */
  public Exchange audiences(Set<String> accepted) {
    Set<String> all = Set.copyOf(accepted);
    return with(copy -> copy.audiences = all);
  }

  /**
   * {@return the same exchange with one more parameter, in order}
   *
   * @param name its name, such as {@code session policy}
   * @param value its {@code toString} is the text that is sent
   */
  public Exchange parameter(String name, Object value) {
    return parameters(List.of(new Parameter(name, value.toString())));
  }

  /**
   * {@return the same exchange with more parameters, in order}
   *
   * @param more each as for {@link #parameter}
   */
  public Exchange parameters(List<Parameter> more) {
    List<Parameter> all = plus(parameters, more);
    return with(copy -> copy.parameters = all);
  }

  /**
   * {@return the same exchange with one more call, in order} Connections to the HTTPS endpoints
   * without a fixed server are opened before the exchange, in parallel; the exchange is timed; its
   * answer may be kept in the node cache. An exchange without calls sends nothing: it is neither
   * timed nor kept.
   *
   * @param step to be given to {@link Calls} as it is
   */
  public Exchange call(ExchangeStep step) {
    List<ExchangeStep> all = plus(steps, List.of(step));
    return with(copy -> copy.steps = all);
  }

  private static <T> List<T> plus(List<T> all, List<T> more) {
    List<T> whole = new ArrayList<>(all);
    whole.addAll(more);
    return List.copyOf(whole);
  }

  /**
   * {@return the same exchange with the reader of the cloud's errors}
   *
   * @param format reads and explains them; JSON of OAuth and registries by default
   */
  public Exchange errors(ErrorFormat format) {
    return with(copy -> copy.errors = format);
  }

  /**
   * {@return the same exchange with the code that makes its calls}
   *
   * @param code run at most once: only if no answer is stored
   */
  public Exchange run(Run code) {
    return with(copy -> copy.run = code);
  }

  /** {@return the parts of the identity, by name, in order} */
  public Map<String, Sourced<String>> identity() {
    return identity;
  }

  /** {@return the permissions of the credential at the registry} */
  public String access() {
    return access;
  }

  /**
   * {@return the only repository that the credential is valid for; empty for the whole registry}
   */
  public Optional<String> repository() {
    return repository;
  }

  /** {@return the audiences accepted in the token; empty if the provider's entry decides} */
  public Set<String> audiences() {
    return audiences;
  }

  /** {@return the calls, in order} */
  public List<ExchangeStep> steps() {
    return steps;
  }

  /** {@return the parameters, in order} */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * {@return everything that decides on the answer, except the token: one list of texts for each
   * kind}
   */
  public List<List<String>> canonical() {
    return List.of(
        List.of(access),
        identity.entrySet().stream()
            .flatMap(part -> List.of(part.getKey(), part.getValue().value()).stream())
            .toList(),
        repository.stream().toList(),
        audiences.stream().sorted().toList(),
        steps.stream().flatMap(step -> step.texts().stream()).toList(),
        parameters.stream()
            .flatMap(parameter -> List.of(parameter.name(), parameter.value()).stream())
            .toList());
  }

  /**
   * Runs the exchange with a pod's token, which podpass has validated.
   *
   * @param token the token that is sent
   * @param workload the service account, for messages
   * @param connections those of the pull
   * @param clock what {@link Calls#now} reads
   * @return the credential
   * @throws dev.podpass.spi.failure.CredentialException if it fails
   */
  public Credential run(
      Secret token, ServiceAccountSubject workload, Connections connections, Clock clock) {
    String named =
        identity.entrySet().stream()
            .filter(part -> !part.getValue().source().equals(Pod.BY_TOKEN))
            .map(part -> part.getKey() + " " + part.getValue())
            .collect(Collectors.joining(", "));
    String who = named.isEmpty() ? "for " + workload : "as " + named + " for " + workload;
    return run(new ExchangeCalls(errors, who, Optional.of(token), connections, clock));
  }

  /**
   * Runs the exchange of a node.
   *
   * @param connections those of the pull
   * @param clock what {@link Calls#now} reads
   * @return the credential
   * @throws dev.podpass.spi.failure.CredentialException if it fails
   */
  public Credential run(Connections connections, Clock clock) {
    return run(new ExchangeCalls(errors, "as the node", Optional.empty(), connections, clock));
  }

  private Credential run(ExchangeCalls calls) {
    return calls.run(() -> run.run(calls));
  }

  /** The identity, with what named its parts. */
  @Override
  public String toString() {
    return identity.entrySet().stream()
        .map(part -> part.getKey() + " " + part.getValue())
        .collect(Collectors.joining(", "));
  }
}
