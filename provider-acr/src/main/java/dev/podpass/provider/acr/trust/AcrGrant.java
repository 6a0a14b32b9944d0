// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.provider.acr.AcrCloud;
import dev.podpass.provider.acr.AcrOptions;
import dev.podpass.provider.acr.AcrRegistryHost;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ShortHash;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import java.util.Map;

/**
 * The access to grant in a trust guide: a managed identity and its registries.
 *
 * @param request the service account and its images
 * @param cloud the cloud of all registries
 * @param registries their names
 * @param byBinding whether it is granted by an identity binding of AKS
 */
record AcrGrant(TrustRequest request, AcrCloud cloud, List<String> registries, boolean byBinding) {

  static AcrGrant of(TrustRequest request) {
    boolean byBinding = AcrTrustOptions.identityBinding(request.settings());
    List<AcrRegistryHost> hosts =
        request.images().stream().map(image -> host(image, request.settings())).toList();
    AcrCloud cloud = hosts.getFirst().cloud();
    if (!hosts.stream().allMatch(host -> host.cloud().equals(cloud))) {
      throw new CredentialException(
          Kind.USAGE,
          "the images are in registries of several clouds",
          "give the images of one cloud at a time");
    }
    return new AcrGrant(
        request, cloud, hosts.stream().map(AcrGrant::registry).distinct().toList(), byBinding);
  }

  private static AcrRegistryHost host(ImageReference image, ProviderSettings settings) {
    return AcrRegistryHost.find(image.registry(), settings)
        .orElseThrow(() -> new IllegalArgumentException(image.name() + " is not of ACR"));
  }

  /** A domain name label's hash is not part of the registry's name. */
  private static String registry(AcrRegistryHost host) {
    return host.loginServer().substring(0, host.loginServer().indexOf('.')).split("-", -1)[0];
  }

  /** The identity's name. */
  String identity() {
    return text(AcrTrustOptions.IDENTITY, "podpass-" + request.name());
  }

  /** The role's name or id; empty if none is given. */
  String role() {
    return text(AcrTrustOptions.ROLE, "");
  }

  /** The value of an option, or another text. */
  String text(ProviderOption<String> option, String otherwise) {
    return request.settings().find(option).map(Sourced::value).orElse(otherwise);
  }

  /** The values of placeholders that are plain words. */
  Map<String, String> words() {
    ProviderSettings settings = request.settings();
    Map<String, String> words = request.words();
    words.put("AUDIENCE", cloud.tokenAudience());
    words.put("IDENTITY", identity());
    words.put(
        "CREDENTIAL", "podpass-%s-%s".formatted(request.name(), ShortHash.of(request.issuer())));
    words.put("CLIENT_ANNOTATION", settings.get(AcrOptions.CLIENT_ID_ANNOTATIONS).getFirst());
    words.put("TENANT_ANNOTATION", settings.get(AcrOptions.TENANT_ID_ANNOTATIONS).getFirst());
    return words;
  }
}
