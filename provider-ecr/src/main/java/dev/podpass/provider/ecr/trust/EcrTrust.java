// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.EcrOptions;
import dev.podpass.provider.ecr.EcrRegistryHost;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.RoleArn;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The AWS trust setup for a service account: an OIDC provider for the issuer, a role whose trust
 * policy names the subject, and, where a registry is another account's, a policy of its
 * repositories.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html">Create
 *     a role for OpenID Connect federation</a>
 */
public final class EcrTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS = TrustScripts.beside(EcrTrust.class, "", "aws.sh");

  @Override
  public String provider() {
    return "ecr";
  }

  @Override
  public Map<String, IdentityOptions<?>> identities() {
    return Map.of("role", EcrOptions.ROLE);
  }

  @Override
  public Trust trust(TrustRequest request) {
    if (request.issuer().substring("https://".length()).split("/", 2)[0].contains(":")) {
      throw TrustRequest.refused(
          "IAM takes no issuer with a port, such as " + request.issuer(),
          "give the cluster one without");
    }
    request.requireFetchable("AWS");
    ProviderSettings settings = request.settings();
    RoleArn role = request.only("roles", image -> role(request, host(image)));
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", EcrOptions.audience(settings));
    values.put("annotation", settings.get(EcrOptions.ROLE_ANNOTATIONS).getFirst());
    values.put("role_arn", role.text());
    values.put("shared", "");
    values.put("policy_prefix", request.resource() + "-" + request.key());
    values.put(
        "statement_id",
        "Podpass"
            + request.resource().substring("podpass".length()).replaceAll("[^A-Za-z0-9]", "")
            + request.key());
    values.put("region", registries(request).map(Private::region).findFirst().orElse("us-east-1"));
    values.put(
        "repositories",
        request.images().stream()
            .flatMap(image -> repository(image, role))
            .distinct()
            .collect(Collectors.joining(" ")));
    values.put("public", registries(request).count() == request.images().size() ? "" : "yes");
    values.put("pull_through", settings.get(EcrOptions.PULL_THROUGH) ? "yes" : "");
    return new Trust(
        request, "the IAM role " + role, values, SCRIPTS, module(request, role, values));
  }

  private static Optional<ModuleCall> module(
      TrustRequest request, RoleArn role, Map<String, String> values) {
    String resource = role.text().substring(role.text().indexOf('/'));
    int name = resource.lastIndexOf('/') + 1;
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("images", request.names());
    ModuleCall.add(account, "role", resource.substring(name), request.resource());
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("clusters", Map.of("cluster", request.issuer()));
    arguments.put("service_accounts", Map.of(request.account(), account));
    ModuleCall.add(arguments, "audience", values.get("audience"), "sts.amazonaws.com");
    ModuleCall.add(arguments, "role_path", resource.substring(0, name), "/");
    String annotation = "eks.amazonaws.com/ecr-role-arn";
    ModuleCall.add(arguments, "annotation", values.get("annotation"), annotation);
    ModuleCall.add(
        arguments, "pull_through", request.settings().get(EcrOptions.PULL_THROUGH), false);
    return Optional.of(new ModuleCall("ecr", arguments));
  }

  private static EcrRegistryHost host(ImageReference image) {
    return EcrRegistryHost.find(image.registry()).orElseThrow();
  }

  private static Stream<Private> registries(TrustRequest request) {
    return request.images().stream()
        .map(EcrTrust::host)
        .filter(Private.class::isInstance)
        .map(Private.class::cast);
  }

  /** The role that {@code --ecr-role-arn} names, otherwise one in the registry's account. */
  private static RoleArn role(TrustRequest request, EcrRegistryHost host) {
    return EcrOptions.ROLE
        .byOperator(
            request.settings(), request.namespace(), request.serviceAccount(), host.placeholders())
        .map(Sourced::value)
        .or(() ->
            (host instanceof Private own ? Optional.of(own) : registries(request).findFirst())
                .map(registry ->
                    RoleArn.parse(
                        "arn:%s:iam::%s:role/%s"
                            .formatted(
                                registry.partition().id(),
                                registry.account(),
                                request.resource()))))
        .orElseThrow(() ->
            TrustRequest.refused(
                "images of ECR Public do not name the role's account",
                "name the role with --ecr-role-arn"));
  }

  /** The ARN of a private repository, and its hash. */
  private static Stream<String> repository(ImageReference image, RoleArn role) {
    if (!(host(image) instanceof Private registry)) {
      return Stream.empty();
    }
    if (role.partition() != registry.partition()) {
      throw TrustRequest.refused(
          "the role %s cannot pull %s of the partition %s"
              .formatted(role, image.repository(), registry.partition().id()),
          "name a role of that partition with --ecr-role-arn");
    }
    String arn = registry.resource(image.repository());
    return Stream.of(arn + "," + Sha256.brief(arn));
  }
}
