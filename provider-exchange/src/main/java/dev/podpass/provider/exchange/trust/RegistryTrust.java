// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.ExchangeOptions;
import dev.podpass.provider.exchange.OptionText;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The trust setup for a service account at a registry that exchanges tokens itself. */
public abstract sealed class RegistryTrust implements TrustGuide {
  private final Preset preset;
  private final TrustScripts scripts;

  private RegistryTrust(Preset preset, String... parts) {
    this.preset = preset;
    this.scripts = TrustScripts.beside(RegistryTrust.class, preset.id() + "-", parts);
  }

  @Override
  public final String provider() {
    return preset.id();
  }

  final Map<String, String> audience(ProviderSettings settings) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", preset.entry().audience(settings));
    return values;
  }

  final Map<String, String> audienceAndAnnotation(ProviderSettings settings) {
    Map<String, String> values = audience(settings);
    values.put("annotation", preset.annotation(settings));
    return values;
  }

  /** The call of the registry's module: with these values, and what it has for the account. */
  final Optional<ModuleCall> module(
      TrustRequest request, Map<String, String> values, Object account) {
    Map<String, Object> arguments = new LinkedHashMap<>(values);
    arguments.put("issuer", request.issuer());
    arguments.put("service_accounts", Map.of(request.account(), account));
    return Optional.of(new ModuleCall(preset.id(), arguments));
  }

  final Trust trust(
      TrustRequest request,
      String identity,
      Map<String, String> values,
      Optional<ModuleCall> module) {
    return new Trust(request, identity, values, scripts, module);
  }

  /** Whom the operator has named for the service account. */
  private static Optional<String> owner(TrustRequest request) {
    return ExchangeOptions.OWNER
        .byOperator(request.settings(), request.namespace(), request.serviceAccount())
        .map(Sourced::value);
  }

  /** The organization of the first image: its repository begins with it. */
  private static String organization(TrustRequest request) {
    return request.images().getFirst().repository().split("/", 2)[0];
  }

  private static String repositories(
      TrustRequest request, Function<ImageReference, String> repository) {
    return request.images().stream().map(repository).distinct().collect(Collectors.joining(" "));
  }

  private static CredentialException wrong(String what, String hint) {
    return new CredentialException(Kind.CONFIGURATION, what, hint);
  }

  /**
   * A robot account of Quay whose federation has the subject, and the permission to read each
   * repository.
   *
   * @see <a href="https://docs.projectquay.io/api_quay.html">Quay's API</a>
   */
  public static final class Quay extends RegistryTrust {
    /** Creates the guide. */
    public Quay() {
      super(Preset.QUAY, "rest.sh", "quay.sh");
    }

    @Override
    public Trust trust(TrustRequest request) {
      List<String> hosts =
          request.images().stream().map(image -> image.registry().toString()).distinct().toList();
      if (hosts.size() > 1) {
        throw wrong(
            "the images are in several registries: " + String.join(", ", hosts),
            "give the images of one registry at a time");
      }
      String robot =
          owner(request)
              .orElseGet(
                  () -> organization(request) + "+podpass_" + request.name().replace('-', '_'));
      Map<String, String> values = audienceAndAnnotation(request.settings());
      values.put("service", "https://" + hosts.getFirst());
      values.put("robot", robot);
      values.put("repositories", repositories(request, ImageReference::repository));
      return trust(request, "the robot account " + robot, values, Optional.empty());
    }
  }

  /**
   * An OIDC integration of a JFrog platform for the issuer, and an identity mapping of the subject
   * to a group.
   *
   * @see <a href="https://jfrog.com/help/r/jfrog-rest-apis/openid-connect">OpenID Connect in
   *     JFrog's REST APIs</a>
   */
  public static final class Jfrog extends RegistryTrust {
    private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}");

    static final ProviderOption<String> GROUP =
        ProviderOption.of(
                "group",
                "NAME",
                "The group of the platform whose rights the pods have.",
                text -> OptionText.matching(GROUP_NAME, text, "must be the name of a group"))
            .withDefault("readers");

    /** Creates the guide. */
    public Jfrog() {
      super(Preset.JFROG, "rest.sh", "jfrog.sh");
    }

    @Override
    public List<ProviderOption<?>> options() {
      return List.of(GROUP);
    }

    @Override
    public Trust trust(TrustRequest request) {
      ProviderSettings settings = request.settings();
      String integration =
          Preset.JFROG
              .field(settings, "provider_name")
              .orElseThrow(() ->
                  wrong(
                      "no OIDC integration is named",
                      "name one, existing or not, with --exchange-fields=provider_name=NAME"));
      Map<String, String> values = audience(settings);
      values.put("integration", integration);
      values.put("group", settings.get(GROUP));
      values.put("project", Preset.JFROG.field(settings, "project_key").orElse(""));
      Optional<ModuleCall> module = module(request, values, request.resource());
      values.put(
          "service",
          Preset.JFROG.server(settings, request.images().getFirst().registry()) + "/access/api/v1");
      values.put("mapping", request.resource());
      return trust(request, "the group " + settings.get(GROUP), values, module);
    }
  }

  /**
   * An assumable identity of Chainguard for the subject, with the role to pull.
   *
   * @see <a
   *     href="https://edu.chainguard.dev/chainguard/chainctl/chainctl-docs/chainctl_iam_identities_create/">chainctl
   *     iam identities create</a>
   */
  public static final class Chainguard extends RegistryTrust {
    /** Creates the guide. */
    public Chainguard() {
      super(Preset.CHAINGUARD, "chainguard.sh");
    }

    @Override
    public Trust trust(TrustRequest request) {
      Map<String, String> values = audienceAndAnnotation(request.settings());
      values.put("organization", organization(request));
      Optional<ModuleCall> module = module(request, values, request.resource());
      values.put("identity", request.resource());
      return trust(request, "an identity of the organization", values, module);
    }
  }

  /**
   * An OpenID Connect provider of Cloudsmith for the subject, and the privilege to read each
   * repository.
   *
   * @see <a href="https://docs.cloudsmith.com/api/orgs/openid-connect">the API for OpenID
   *     Connect</a>
   */
  public static final class Cloudsmith extends RegistryTrust {
    /** Creates the guide. */
    public Cloudsmith() {
      super(Preset.CLOUDSMITH, "rest.sh", "cloudsmith.sh");
    }

    @Override
    public Trust trust(TrustRequest request) {
      String organization =
          required(
              Preset.CLOUDSMITH.field(request.settings(), "organization"),
              "organization",
              "--exchange-fields=organization=…");
      String slug = required(owner(request), "service", "--exchange-identity");
      String name = request.resource();
      Map<String, String> values = audienceAndAnnotation(request.settings());
      values.put("organization", organization);
      Optional<ModuleCall> module = module(request, values, Map.of("name", name, "service", slug));
      values.put("service", "https://api.cloudsmith.io/v1");
      values.put("slug", slug);
      values.put("name", name);
      values.put("repositories", repositories(request, Cloudsmith::repository));
      return trust(
          request,
          "the service account %s of %s at Cloudsmith".formatted(slug, organization),
          values,
          module);
    }

    private static String required(Optional<String> value, String what, String option) {
      return value.orElseThrow(
          () -> wrong("no %s at Cloudsmith is named".formatted(what), "name it with " + option));
    }

    /** The repository at Cloudsmith: the second part of a path at its own host. */
    private static String repository(ImageReference image) {
      String[] path = image.repository().split("/", 3);
      if (path.length < 3) {
        throw wrong(
            image.name() + " does not name an organization, a repository and an image",
            "write docker.cloudsmith.io/ORG/REPOSITORY/IMAGE");
      }
      return path[1];
    }
  }
}
