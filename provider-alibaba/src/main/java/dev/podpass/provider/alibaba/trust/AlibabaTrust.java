// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba.trust;

import dev.podpass.provider.alibaba.AlibabaCredentialProvider;
import dev.podpass.provider.alibaba.AlibabaOptions;
import dev.podpass.provider.alibaba.AlibabaRegistry;
import dev.podpass.provider.alibaba.RamArn;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trust setup of Alibaba Cloud for a service account: an OIDC provider for the issuer, a role
 * whose trust policy names the subject, and a policy for its repositories.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ram/user-guide/manage-an-oidc-idp">OIDC
 *     identity providers of RAM</a>
 */
public final class AlibabaTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS =
      TrustScripts.beside(AlibabaTrust.class, "", "aliyun.sh");

  @Override
  public String provider() {
    return "alibaba";
  }

  @Override
  public Map<String, IdentityOptions<?>> identities() {
    return Map.of("role", AlibabaOptions.ROLE, "OIDC provider", AlibabaOptions.PROVIDER);
  }

  @Override
  public Trust trust(TrustRequest request) {
    request.requireFetchable("Alibaba Cloud");
    ProviderSettings settings = request.settings();
    RamArn provider =
        request
            .named(AlibabaOptions.PROVIDER)
            .orElseThrow(() ->
                TrustRequest.refused(
                    "the cluster's OIDC provider in RAM is not named",
                    "name it with --alibaba-oidc-provider-arn; the script creates it"));
    RamArn role = role(request, provider);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", AlibabaOptions.audience(settings));
    values.put("annotation", AlibabaOptions.ROLE.annotation(settings));
    values.put("role_arn", role.text());
    values.put("shared", "");
    values.put("oidc_provider_arn", provider.text());
    values.put("fingerprints", "");
    values.put("policy_prefix", request.resource().replace('_', '-') + "-" + request.key());
    values.put("region", registry(request.images().getFirst(), settings).region());
    values.put(
        "repositories",
        request.each(image -> registry(image, settings).resource(image.repository())));
    return new Trust(
        request,
        "the RAM role " + role,
        values,
        SCRIPTS,
        Optional.of(new ModuleCall("alibaba", arguments(request, provider, role))));
  }

  private static Map<String, Object> arguments(TrustRequest request, RamArn provider, RamArn role) {
    ProviderSettings settings = request.settings();
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("images", request.names());
    ModuleCall.add(account, "role", role.name(), roleName(request));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("clusters", Map.of(provider.name(), request.issuer()));
    arguments.put("fingerprints", Map.of(provider.name(), List.of("FINGERPRINT")));
    ModuleCall.add(arguments, "instances", instances(request), Map.of());
    arguments.put("service_accounts", Map.of(request.account(), account));
    ModuleCall.add(
        arguments, "audience", AlibabaOptions.audience(settings), AlibabaOptions.STS_AUDIENCE);
    ModuleCall.add(
        arguments,
        "annotation",
        AlibabaOptions.ROLE.annotation(settings),
        AlibabaOptions.ROLE_ANNOTATION_KEY);
    return arguments;
  }

  /** The instances of the images, as {@code --alibaba-instance} names them. */
  private static Map<String, String> instances(TrustRequest request) {
    Map<String, String> instances = new LinkedHashMap<>();
    for (ImageReference image : request.images()) {
      AlibabaRegistry registry = registry(image, request.settings());
      registry
          .instance()
          .ifPresent(
              id -> instances.put(image.registry().toString(), id + "@" + registry.region()));
    }
    return instances;
  }

  /** The role that {@code --alibaba-role-arn} names, otherwise one in the provider's account. */
  private static RamArn role(TrustRequest request, RamArn provider) {
    RamArn role =
        request
            .named(AlibabaOptions.ROLE)
            .orElseGet(() ->
                RamArn.role(
                    "acs:ram::%s:role/%s".formatted(provider.account(), roleName(request))));
    if (!role.account().equals(provider.account())) {
      throw TrustRequest.refused(
          "the role %s cannot trust %s, which is another account's".formatted(role, provider),
          "name a role and an OIDC provider of the registry's account");
    }
    return role;
  }

  /** A role's name has no underscores, and a Kubernetes namespace has no dots. */
  private static String roleName(TrustRequest request) {
    return request.resource().replaceFirst("_$", "_namespace").replace('_', '.');
  }

  private static AlibabaRegistry registry(ImageReference image, ProviderSettings settings) {
    return AlibabaCredentialProvider.registry(image.registry(), settings);
  }
}
