/**
 * The contract between podpass and a registry's cloud. {@code docs/providers.md} in the repository
 * has an example to copy.
 *
 * <h2>Providers</h2>
 *
 * <p>A public class with a public constructor without parameters that implements {@link
 * dev.podpass.spi.RegistryCredentialProvider} and is named in {@code
 * META-INF/services/dev.podpass.spi.RegistryCredentialProvider} of its jar. It says
 *
 * <ul>
 *   <li>which {@link dev.podpass.spi.Hosts} it serves, which {@link dev.podpass.spi.Entry} of
 *       kubelet's configuration it needs, and which {@link dev.podpass.spi.ProviderOption}s it has;
 *   <li>which {@link dev.podpass.spi.Exchange} gets a {@link dev.podpass.spi.Pod} its {@link
 *       dev.podpass.spi.Credential}: planned without the token and without a network, and run with
 *       {@link dev.podpass.spi.Calls}.
 * </ul>
 *
 * <p>Everything else is podpass's: kubelet's protocol, the choice of the provider, the operator's
 * fallbacks for pods without a token or an identity, the check of the token against the audiences
 * of the exchange, proxies, certificates, retries and the deadline, the lifetime of answers, the
 * node cache, and exit codes. A provider cannot answer with an anonymous pull, nor choose the node
 * where a pod has no identity.
 *
 * <h2>Lifecycle</h2>
 *
 * <p>A provider is constructed once, before options are known. Its other methods may be called any
 * number of times, in any order, for different hosts, settings and pods: a pull asks for one
 * registry and plans once, but the targets of mirrors, the linter and the checks of a node ask for
 * others, {@code explain} plans again what it exchanges, and {@code node reconcile} does not end.
 * So nothing may be kept from one call for the next. An exchange is run at most once. Nothing is
 * closed at the end: the process ends, and without warning if the deadline (45 seconds by default,
 * from the start of the process) passes.
 *
 * <p>In the native executable, <b>providers are constructed on the machine that builds it</b>, and
 * their state is part of the executable, as is every static field of their classes. A constructor
 * and a static initialiser must not read files, environment, network, time or randomness, nor start
 * threads. What is expensive to build and the same for every pull, such as an SDK's client, belongs
 * there: it costs nothing at run time. The list of providers in an executable is fixed when it is
 * built; the jar finds those on its class path.
 *
 * <h2>Threads</h2>
 *
 * <p>All methods of a provider are called on one thread, one after another. The {@link
 * dev.podpass.spi.Exchange.Run} of an exchange runs once, on any one thread, and may be abandoned
 * there: a {@link ThreadLocal} does not carry a value to it. It may start other threads and must
 * wait for them; {@link dev.podpass.spi.Calls} may be used from all of them, but {@link
 * dev.podpass.spi.http.Connections#current} is bound to the thread that called {@link
 * dev.podpass.spi.Calls#sdk}. Values of this package are immutable. Stdout is kubelet's: what a
 * provider or its SDK prints goes to stderr, and a provider never ends the process.
 *
 * <h2>The canonical form</h2>
 *
 * <p>{@link dev.podpass.spi.Exchange#canonical} is everything that is sent, that is read from the
 * answer, or that decides how long the credential lives, the token excepted. {@code podpass
 * explain} prints it, and the node cache's key is its digest together with the provider's id, the
 * registry and the token's service account (its pod, where answers are per pod): exchanges of equal
 * form share answers. <b>An answer that depends on an option which the exchange does not describe
 * is shared with pulls that set another value.</b> An exchange without calls, and one of a node, is
 * never kept. Of a credential, only one whose life is known is kept: {@link
 * dev.podpass.spi.Credential#expiringAt} for one that ends, {@link
 * dev.podpass.spi.Credential#readAgainAfter} for one that is stored and may be changed.
 *
 * <h2>Outcomes</h2>
 *
 * <p>A credential, <em>no identity is named</em> (an empty {@code Optional}, after which the
 * operator's policy decides), or a {@link dev.podpass.spi.failure.CredentialException} with a
 * {@link dev.podpass.spi.failure.Kind}, which decides the exit code, and a hint. A failure is never
 * an empty answer and never another identity. {@link dev.podpass.spi.Calls} makes failures of a
 * cloud's errors: the provider gives an {@link dev.podpass.spi.ErrorFormat} with its advice, and
 * podpass adds the step, as whom it was made, and the workload, and masks the token and each {@link
 * dev.podpass.spi.secret.Secret} that was sent. {@link
 * dev.podpass.spi.failure.Advice.FailureScope#WORKLOAD} lets other pulls of the same service
 * account fail in the same way for a few seconds, without another call to the cloud. Any other
 * exception is a bug and ends with exit code 70; but a parser of an option or an annotation may
 * throw an {@link IllegalArgumentException} for what it does not take.
 *
 * <h2>Units</h2>
 *
 * <p>Time is {@link java.time.Duration} and {@link java.time.Instant}; text is UTF-8; host names
 * are in lower case; image references have a registry host. An option is a name without the
 * provider's id: {@code role-arn} of the provider {@code ecr} is {@code --ecr-role-arn} and {@code
 * PODPASS_ECR_ROLE_ARN}.
 *
 * <h2>Stability</h2>
 *
 * <p>The public types of this module's jar are the contract: this package and those beneath. From
 * the first release on, each build compares them with the last one, and a change that breaks
 * providers in binary or in source needs a new major version; before 1.0, a new minor version. What
 * may be added without one: methods with a default, factories, classes, enum constants of {@link
 * dev.podpass.spi.failure.Kind}. Records ({@link dev.podpass.spi.Pod}, {@link
 * dev.podpass.spi.ExchangeStep}, {@link dev.podpass.spi.CloudError}) keep their components; what
 * will grow is built by factories. Messages, hints and the text of {@code toString} may change at
 * any time.
 */
@NullMarked
package dev.podpass.spi;

import org.jspecify.annotations.NullMarked;
