/**
 * The contract between podpass and a registry's cloud. {@code docs/providers.md} in the repository
 * has an example to copy.
 *
 * <h2>Providers</h2>
 *
 * <p>A public class with a public constructor without parameters that implements {@link
 * dev.podpass.spi.RegistryCredentialProvider} and is named in {@code
 * META-INF/services/dev.podpass.spi.RegistryCredentialProvider} of its jar. podpass decodes
 * kubelet's request, finds the provider that serves the registry, and has it <em>plan</em>, without
 * the token and without a network. Then podpass checks the token against the plan's audiences, and
 * the plan is <em>exchanged</em> for a credential. Proxies, certificates, retries, the deadline,
 * the lifetime of answers, kubelet's protocol and exit codes are handled by podpass.
 *
 * <h2>Lifecycle</h2>
 *
 * <p>A provider is constructed once, before options are known. Its other methods may be called any
 * number of times, in any order, for different hosts, settings and requests: a pull asks for one
 * registry and plans once, but the targets of mirrors, the linter and the checks of a node ask for
 * others, {@code explain} plans again what it exchanges, and {@code node reconcile} does not end.
 * So nothing may be kept from one call for the next. A plan is exchanged at most once. Nothing is
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
 * <p>All methods but {@code exchange} are called on one thread, one after another. {@code exchange}
 * runs once, on any one thread, and may be abandoned there: a {@link ThreadLocal} does not carry a
 * value from {@code plan} to it. It may start other threads and must wait for them; {@link
 * dev.podpass.spi.http.Connections} may be used from all of them, but {@link
 * dev.podpass.spi.http.Connections#current} is bound to the thread that called {@link
 * dev.podpass.spi.http.Connections#call}. Values of this package are immutable.
 *
 * <h2>Plans</h2>
 *
 * <p>{@link dev.podpass.spi.PlanDescription} is everything that decides what is sent, the token
 * excepted. {@code podpass explain} prints it, and the node cache's key is its digest together with
 * the provider's id and the token's service account (its pod, where answers are per pod): plans of
 * equal descriptions share answers. <b>An answer for a parameter that is sent and not described is
 * shared with pulls that sent another value.</b> {@link dev.podpass.spi.Sourced#source} is not part
 * of the key.
 *
 * <p>{@link dev.podpass.spi.ExchangePlan#steps} are the calls in order. podpass connects to their
 * HTTPS endpoints before the exchange, measures how long it takes, and may keep its answer in the
 * node cache. A plan without steps sends nothing, so it is neither measured nor kept. A {@link
 * dev.podpass.spi.ExchangePlan.TokenlessPlan} is never kept. A credential for one image is kept
 * only if the description names the repository.
 *
 * <h2>Outcomes</h2>
 *
 * <p>A credential, <em>not mine</em> ({@code serve} returns nothing), or a {@link
 * dev.podpass.spi.failure.CredentialException} with a {@link dev.podpass.spi.failure.Kind}, which
 * decides the exit code, and a hint. A failure is never an empty answer and never another identity.
 * {@link dev.podpass.spi.CloudError} and {@link dev.podpass.spi.CloudCalls} make failures of a
 * cloud's errors. Any other exception is a bug and ends with exit code 70. Stdout is kubelet's:
 * what a provider or its SDK prints goes to stderr, and a provider never ends the process. {@link
 * dev.podpass.spi.failure.Advice.FailureScope#WORKLOAD} lets other pulls of the same service
 * account fail in the same way for a few seconds, without another call to the cloud. Text is
 * redacted as it enters an exception; what a cloud may echo is masked with {@link
 * dev.podpass.spi.CloudCalls#hiding}.
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
 * dev.podpass.spi.failure.Kind}. The sealed types ({@link dev.podpass.spi.ExchangePlan}, {@link
 * dev.podpass.spi.CredentialAnswer}, {@link dev.podpass.spi.IdentityChoice}) are complete, so a
 * {@code switch} over them needs no {@code default}. Records that a provider is given or makes
 * ({@link dev.podpass.spi.CredentialRequest}, {@link dev.podpass.spi.Identity}, {@link
 * dev.podpass.spi.ExchangeStep}, {@link dev.podpass.spi.CloudError}) keep their components; {@link
 * dev.podpass.spi.KubeletProfile} and {@code RegistryCredential} are built by factories, because
 * they will grow. Messages, hints and the text of {@code toString} may change at any time.
 */
@NullMarked
package dev.podpass.spi;

import org.jspecify.annotations.NullMarked;
