// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
   * {@return a short id of lower-case letters and digits: the prefix of its options, and the value
   * of {@code --provider}}
   */
  String id();

  /**
   * The command line of a plugin that podpass replaces, for an entry of kubelet's configuration
   * that takes the place of the plugin's entry.
   *
   * @param name the file name
   * @param options its options that take a value, as they may be written, and the name of each; the
   *     name {@link #FILE} stands for an argument that is a file. Others mean nothing to podpass
   * @param meaning the options of podpass, with their values, that options with these values stand
   *     for, by their names; throws a credential exception of kind {@code USAGE} for what podpass
   *     cannot do
   * @param takenOver the options of podpass that an entry takes over from the plugin's entry
   * @param unserved patterns of hosts that podpass does not serve and that the plugin's entry has
   *     on its platform, as a part of wider patterns: those of the platform's own images
   */
  record ReplacedPlugin(
      String name,
      Map<String, String> options,
      Function<Map<String, String>, Map<String, String>> meaning,
      Set<String> takenOver,
      List<String> unserved) {
    /** The name of an argument that is a file. */
    public static final String FILE = "FILE";

    /** Copies the collections. */
    public ReplacedPlugin {
      options = Map.copyOf(options);
      takenOver = Set.copyOf(takenOver);
      unserved = List.copyOf(unserved);
    }
  }

  /**
   * {@return the cloud's own plugin, whose entry in kubelet's configuration podpass can replace}
   */
  default Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.empty();
  }

  /**
   * The variables by which a cloud's own webhook gives a pod its token and identity, such as those
   * of IRSA. Where podpass runs in a pod, they are read only if the operator allows it.
   *
   * @param tokenFile the variable that names the file of the projected token
   * @param options the variables that name an identity, and the option of podpass that each sets,
   *     such as {@code --ecr-role-arn}
   */
  record PodVariables(String tokenFile, Map<String, String> options) {
    /** Copies the options. */
    public PodVariables {
      options = Map.copyOf(options);
    }
  }

  /** {@return the variables of this cloud, if its webhook sets any} */
  default Optional<PodVariables> podVariables() {
    return Optional.empty();
  }

  /**
   * {@return the options of the provider; each becomes a flag, a variable and a line of {@code
   * --help}} Their texts are parsed once, before {@link #hosts}.
   */
  List<ProviderOption<?>> options();

  /**
   * {@return the registries that are served with these settings} Must be cheap and load no class of
   * an SDK, because every pull asks every provider.
   *
   * @param settings with each required option set
   */
  Hosts hosts(ProviderSettings settings);

  /**
   * {@return the fields of kubelet's configuration for this provider, with these settings}
   *
   * @param settings as the operator has set them
   * @throws CredentialException of kind {@code CONFIGURATION} if options are missing or contradict
   *     each other
   */
  Entry entry(ProviderSettings settings);

  /**
   * {@return the entry for one registry, where entries for several registries differ: by their
   * clouds, or by the audience of the token at hand}
   *
   * @param host a registry that is served
   * @param claims the unverified claims of the token, if there is one
   * @param settings as the operator has set them
   * @throws CredentialException of kind {@code CONFIGURATION} if it needs an option that is not set
   */
  default Entry entry(
      RegistryHost host, Optional<UnverifiedClaims> claims, ProviderSettings settings) {
    return entry(settings);
  }

  /**
   * Plans the exchange of a pod's token. Pure: no file, network, clock or SDK; equal arguments
   * yield exchanges of equal canonical form.
   *
   * @param pod the pod, for an image of a registry that is served
   * @param settings as the operator has set them
   * @return empty if nothing names an identity for the pod; podpass then follows the operator's
   *     policy
   * @throws CredentialException if the identity that is named may not be used; there is no other
   *     instead
   */
  Optional<Exchange> exchange(Pod pod, ProviderSettings settings);

  /**
   * {@return the signature algorithms of tokens that its cloud accepts, as RFC 7518 names them}
   * Empty if it accepts any, or does not say. A token with another is not sent.
   */
  default Set<String> tokenAlgorithms() {
    return Set.of();
  }

  /**
   * {@return the hint for a pod without an identity: what to annotate, or which option to set}
   *
   * @param pod a pod for which {@link #exchange} was empty
   * @param settings as the operator has set them
   */
  String howToName(Pod pod, ProviderSettings settings);

  /**
   * {@return the exchange of the node's own identity for an image, such as from the cloud's
   * metadata service; empty if nodes have no identity at these registries} Pure, as {@link
   * #exchange}. Its answers are never kept in the node cache, because no token authenticates the
   * workload.
   *
   * @param settings as the operator has set them
   */
  default Optional<Function<ImageReference, Exchange>> asNode(ProviderSettings settings) {
    return Optional.empty();
  }

  /**
   * {@return the settings for a rehearsal on another machine than the node: what a file of the node
   * says is assumed to be right} The source names the option of such a file; empty if all files are
   * here.
   *
   * @param settings as the operator has set them
   */
  default Optional<Sourced<ProviderSettings>> assumingNodeFiles(ProviderSettings settings) {
    return Optional.empty();
  }

  /**
   * {@return whether the provider's own cloud accepts tokens with this audience} podpass rejects
   * plans of other providers with it, unless they own it too, because the receiver of the token
   * could act as the pod at this cloud. Must be cheap.
   *
   * @param audience in lower case, without a slash at its end
   * @param settings without values if the operator has not chosen this provider
   */
  default boolean ownsAudience(String audience, ProviderSettings settings) {
    return false;
  }

  /**
   * {@return whether API servers of clusters in the provider's own cloud accept tokens with this
   * audience: the issuer or the address of one} podpass rejects every plan with it. Must be cheap.
   *
   * @param audience as in {@link #ownsAudience}
   * @param settings as in {@link #ownsAudience}
   */
  default boolean isApiServer(String audience, ProviderSettings settings) {
    return false;
  }

  /**
   * {@return whether the registries of this provider are any that the operator names, so that only
   * the operator can know which audience is theirs} podpass then takes an audience only if it
   * contains the host of a named registry, or is one of {@code --allow-audience}: a service that
   * takes the same audience could use the pod's token.
   */
  default boolean takesAnyAudience() {
    return false;
  }

  /**
   * {@return whether the registry also serves images without a credential, as a public gallery
   * does} A credential that it rejects would fail such a pull.
   *
   * @param host a registry that is served
   */
  default boolean mayBePublic(RegistryHost host) {
    return false;
  }

  /**
   * {@return the hint for a host that looks like one of the provider's registries and is not; empty
   * for others}
   *
   * @param host a registry that no provider serves
   * @param settings as the operator has set them
   */
  default Optional<String> correction(RegistryHost host, ProviderSettings settings) {
    return Optional.empty();
  }
}
