// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.ExchangeOptions;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The trust setup for a service account at a registry that exchanges tokens itself. */
public abstract sealed class RegistryTrust implements TrustGuide {
  /** What is a variable of a module too. */
  private static final Set<String> VARIABLES =
      Set.of("audience", "annotation", "organization", "integration", "group", "project");

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

  /** A robot account or service that is there is trusted; an identity of Chainguard is made. */
  @Override
  public final Map<String, IdentityOptions<?>> identities() {
    return Map.of("robot", ExchangeOptions.OWNER, "service", ExchangeOptions.OWNER);
  }

  @Override
  public final Trust trust(TrustRequest request) {
    request.requireServiceAccount();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", preset.entry().audience(request.settings()));
    values.put("annotation", preset.annotation(request.settings()));
    String identity = add(request, values);
    Map<String, Object> arguments = new LinkedHashMap<>(values);
    arguments.keySet().retainAll(VARIABLES);
    arguments.put("issuer", request.issuer());
    String name = name(request);
    String slug = values.get("slug");
    arguments.put(
        "service_accounts",
        Map.of(
            request.account(),
            slug == null ? name : new TreeMap<>(Map.of("name", name, "service", slug))));
    return new Trust(
        request,
        identity,
        values,
        scripts,
        preset.equals(Preset.QUAY)
            ? Optional.empty()
            : Optional.of(new ModuleCall(preset.id(), arguments)));
  }

  /** A name for the service account of this cluster: clusters share the registry. */
  String name(TrustRequest request) {
    return request.resource() + "-" + Sha256.brief(request.issuer());
  }

  /** Adds what the scripts need, and returns as whom the service account pulls. */
  abstract String add(TrustRequest request, Map<String, String> values);

  /** A field of the request that the operator must have set. */
  final String field(TrustRequest request, String name, String what) {
    return preset
        .field(request.settings(), name)
        .orElseThrow(() ->
            TrustRequest.refused(
                "no %s is named".formatted(what),
                "name one with --exchange-fields=%s=NAME".formatted(name)));
  }

  /** The organization of the images: their repositories begin with it. */
  private static String organization(TrustRequest request) {
    return request.only("organizations", image -> image.repository().split("/", 2)[0]);
  }

  /** A robot account of Quay whose federation has the subject, with read permissions. */
  public static final class Quay extends RegistryTrust {
    public Quay() {
      super(Preset.QUAY, "rest.sh", "quay.sh");
    }

    @Override
    String add(TrustRequest request, Map<String, String> values) {
      String robot =
          request
              .named(ExchangeOptions.OWNER)
              .orElseGet(() -> organization(request) + "+" + request.resource().replace('-', '_'));
      values.put("service", "https://" + request.only("registries", ImageReference::registry));
      values.put("robot", robot);
      values.put("shared", "");
      values.put("repositories", request.each(ImageReference::repository));
      return "the robot account " + robot;
    }
  }

  /** An OIDC integration of JFrog for the issuer, and an identity mapping to a group. */
  public static final class Jfrog extends RegistryTrust {
    public Jfrog() {
      super(Preset.JFROG, "rest.sh", "jfrog.sh");
    }

    @Override
    String add(TrustRequest request, Map<String, String> values) {
      values.remove("annotation");
      values.put("integration", field(request, "provider_name", "OIDC integration"));
      values.put("group", "readers");
      values.put("project", Preset.JFROG.field(request.settings(), "project_key").orElse(""));
      values.put(
          "service",
          Preset.JFROG.server(request.settings(), request.images().getFirst().registry())
              + "/access/api/v1");
      values.put("mapping", name(request));
      return "a group";
    }

    /** An integration is for one issuer. */
    @Override
    String name(TrustRequest request) {
      return request.resource();
    }
  }

  /** An assumable identity of Chainguard for the subject, with the role to pull. */
  public static final class Chainguard extends RegistryTrust {
    public Chainguard() {
      super(Preset.CHAINGUARD, "chainguard.sh");
    }

    @Override
    String add(TrustRequest request, Map<String, String> values) {
      values.put("organization", organization(request));
      request.requireFetchable("Chainguard");
      values.put("identity", name(request));
      return "an identity of the organization";
    }
  }

  /** An OpenID Connect provider of Cloudsmith for the subject, with read privileges. */
  public static final class Cloudsmith extends RegistryTrust {
    public Cloudsmith() {
      super(Preset.CLOUDSMITH, "rest.sh", "cloudsmith.sh");
    }

    @Override
    String add(TrustRequest request, Map<String, String> values) {
      String slug =
          request
              .named(ExchangeOptions.OWNER)
              .orElseThrow(() ->
                  TrustRequest.refused(
                      "no service at Cloudsmith is named", "name it with --exchange-identity"));
      String organization = field(request, "organization", "organization at Cloudsmith");
      values.put("organization", organization);
      values.put("service", "https://api.cloudsmith.io/v1");
      values.put("slug", slug);
      request.requireFetchable("Cloudsmith");
      values.put("name", name(request));
      values.put("shared", "");
      values.put("repositories", request.each(image -> repository(image, organization)));
      return "the service account " + slug + " at Cloudsmith";
    }

    /**
     * The repository at Cloudsmith: the second part of a path at its own host, the first at an
     * organization's.
     *
     * @see <a href="https://help.cloudsmith.io/docs/custom-domains">Custom domains</a>
     */
    private static String repository(ImageReference image, String organization) {
      boolean own = image.registry().toString().equals(Preset.CLOUDSMITH.home().orElseThrow());
      String[] path = image.repository().split("/", 3);
      if (path.length < (own ? 3 : 2)) {
        throw TrustRequest.refused(
            image.name()
                + " does not name "
                + (own ? "an organization, " : "")
                + "a repository and an image",
            own
                ? "write docker.cloudsmith.io/ORG/REPOSITORY/IMAGE"
                : "write "
                    + image.host()
                    + "/REPOSITORY/IMAGE; at the domain of a single repository, write docker.cloudsmith.io/ORG/REPOSITORY/IMAGE");
      }
      if (own && !path[0].equals(organization)) {
        throw TrustRequest.refused(
            "%s is of the organization %s, and the service account pulls from %s"
                .formatted(image.name(), path[0], organization),
            "trust images of the organization in --exchange-fields only");
      }
      return path[own ? 1 : 0];
    }
  }
}
