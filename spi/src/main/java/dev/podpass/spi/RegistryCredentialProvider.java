// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A credential provider for one kind of registry. See the package documentation for lifecycle,
 * threads, outcomes and stability.
 *
 * <p>Two providers with the same id are rejected at start-up, and so are two that serve a registry
 * which an option names; others that serve the same host are rejected at a pull from that host. The
 * message names both.
 *
 * @since 0.1
 */
public interface RegistryCredentialProvider {
  /**
   * A short id of lower-case letters and digits: the prefix of its options, and the value of {@code
   * --provider}.
   */
  String id();

  /** The cloud's own plugin, whose entry in kubelet's configuration podpass can replace. */
  default Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.empty();
  }

  /**
   * The variables by which a cloud's own webhook gives a pod its token and identity, such as those
   * of IRSA. Where podpass runs in a pod, they are read on the operator's explicit option alone.
   *
   * @param tokenFile the variable that names the file of the projected token
   * @param options the variables that name an identity, and the option of podpass that each sets,
   *     such as {@code --ecr-role-arn}
   */
  record PodVariables(String tokenFile, Map<String, String> options) {
    public PodVariables {
      options = Map.copyOf(options);
    }
  }

  /** The variables of this cloud, if its webhook sets any. */
  default Optional<PodVariables> podVariables() {
    return Optional.empty();
  }

  /**
   * The options of the provider; each becomes a flag, a variable and a line of {@code --help}.
   * Their texts are parsed once, before {@link #serve}.
   */
  List<ProviderOption<?>> options();

  /**
   * The fields of kubelet's configuration for this provider, with these settings.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if a required option is not set
   */
  KubeletProfile kubelet(ProviderSettings settings);

  /**
   * Returns the profile for one request: for the cloud of its registry, and for the audience of its
   * token.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it needs an option that is not set
   */
  default KubeletProfile kubelet(CredentialRequest request, ProviderSettings settings) {
    return kubelet(settings);
  }

  /**
   * Recognises a registry by an exact match of host and port; empty if it is not the provider's.
   * Must be cheap and load no class of an SDK, because it is called for every provider.
   */
  Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings);

  /**
   * The registries that the operator has named in options, so that a start can check that no other
   * provider serves them. Must be cheap; defaults are left out.
   */
  default List<RegistryHost> namedRegistries(ProviderSettings settings) {
    return List.of();
  }

  /**
   * Whether tokens with this audience are of use at the provider's own cloud. A plan of another
   * provider that accepts it, and does not own it too, is refused: its receiver could be the pod
   * there. Must be cheap.
   *
   * @param audience in lower case, without a slash at its end
   */
  default boolean ownsAudience(String audience) {
    return false;
  }

  /**
   * Whether the operator alone decides on the audience of tokens, and any registry may receive
   * them. An audience that does not contain the host of a named registry must be allowed then.
   */
  default boolean takesAnyAudience() {
    return false;
  }

  /**
   * Whether the registry is known to give images without a credential as well, as a public gallery
   * does. A credential that it does not accept would fail such a pull, which succeeds without one.
   */
  default boolean mayBePublic(RegistryHost host) {
    return false;
  }

  /**
   * The correction of a host that resembles the provider's registries and is not served, as the
   * hint of an error; empty if it does not resemble them.
   */
  default Optional<String> correction(RegistryHost host, ProviderSettings settings) {
    return Optional.empty();
  }
}
