// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.EcrOptions;
import dev.podpass.provider.ecr.EcrRegistryHost;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.ShortHash;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final int LONGEST_NAME = 40;

  @Override
  public String provider() {
    return "ecr";
  }

  @Override
  public boolean trustsNamespaces() {
    return true;
  }

  @Override
  public Trust trust(TrustRequest request) {
    List<EcrRegistryHost> hosts = request.images().stream().map(EcrTrust::host).toList();
    TrustedRole role = TrustedRole.of(request, hosts);
    String repositories =
        request.images().stream()
            .flatMap(image -> repository(image, role))
            .distinct()
            .collect(Collectors.joining(" "));
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", EcrOptions.audience(request.settings()));
    values.put("annotation", annotation(request));
    values.put("role_arn", role.text());
    values.put("policy_prefix", request.resource() + "-" + request.key());
    values.put(
        "statement_id", "Podpass" + request.name().replaceAll("[^A-Za-z0-9]", "") + request.key());
    values.put(
        "region",
        hosts.stream()
            .flatMap(host -> host instanceof Private own ? Stream.of(own.region()) : Stream.empty())
            .findFirst()
            .orElse("us-east-1"));
    values.put("repositories", repositories);
    values.put("public", hosts.stream().anyMatch(Public.class::isInstance) ? "yes" : "");
    values.put("pull_through", request.settings().get(EcrOptions.PULL_THROUGH) ? "yes" : "");
    return new Trust(
        request,
        "the IAM role " + role.text(),
        values,
        SCRIPTS,
        Optional.of(module(request, role)));
  }

  private static ModuleCall module(TrustRequest request, TrustedRole role) {
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("images", request.names());
    if (!role.name().equals(request.resource())) {
      account.put("role", role.name());
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("clusters", Map.of("cluster", request.issuer()));
    arguments.put("service_accounts", Map.of(request.account(), account));
    String audience = EcrOptions.audience(request.settings());
    if (!audience.equals("sts.amazonaws.com")) {
      arguments.put("audience", audience);
    }
    if (!role.path().equals("/")) {
      arguments.put("role_path", role.path());
    }
    if (!annotation(request).equals("eks.amazonaws.com/ecr-role-arn")) {
      arguments.put("annotation", annotation(request));
    }
    if (request.settings().get(EcrOptions.PULL_THROUGH)) {
      arguments.put("pull_through", true);
    }
    return new ModuleCall("ecr", arguments);
  }

  private static String annotation(TrustRequest request) {
    return request.settings().get(EcrOptions.ROLE_ANNOTATIONS).getFirst();
  }

  private static EcrRegistryHost host(ImageReference image) {
    return EcrRegistryHost.find(image.registry())
        .orElseThrow(() -> new IllegalArgumentException(image.name() + " is not of ECR"));
  }

  /** The ARN of a private repository, and the end of the name of the role's policy for it. */
  private static Stream<String> repository(ImageReference image, TrustedRole role) {
    if (!(host(image) instanceof Private registry)) {
      return Stream.empty();
    }
    if (role.partition() != registry.partition()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the role %s cannot pull %s of the partition %s"
              .formatted(role.text(), image.repository(), registry.partition().id()),
          "name a role of that partition with --ecr-role-arn");
    }
    String arn =
        "arn:%s:ecr:%s:%s:repository/%s"
            .formatted(
                registry.partition().id(),
                registry.region(),
                registry.account(),
                image.repository());
    String plain = image.repository().replace('/', '.');
    return Stream.of(
        "%s,%s-%s"
            .formatted(
                arn,
                plain.substring(0, Math.min(plain.length(), LONGEST_NAME)),
                ShortHash.of(arn)));
  }
}
