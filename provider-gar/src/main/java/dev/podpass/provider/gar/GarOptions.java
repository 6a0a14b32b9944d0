// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.MetadataAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

public final class GarOptions {
  public static final String SERVICE_ACCOUNT_ANNOTATION_KEY = "iam.gke.io/gcp-service-account";

  public static final ProviderOption<WorkloadIdentityPoolProvider> AUDIENCE =
      ProviderOption.of(
          "audience",
          "AUDIENCE",
          "The workload identity pool provider: its full resource name, or"
              + " identitynamespace:POOL:ISSUER; if not set, the one that the"
              + " token's audience names.",
          WorkloadIdentityPoolProvider::parse);

  public static final ProviderOption<String> TOKEN_AUDIENCE = ProviderOption.tokenAudience();

  public static final ProviderOption<List<String>> SERVICE_ACCOUNT_ANNOTATIONS =
      ProviderOption.annotations(
              "service-account-annotation",
              "The annotations that may name a Google service account to impersonate; the first one"
                  + " present counts; with a pool of GKE none if not given, as with GKE's own"
                  + " plugin.")
          .withDefault(SERVICE_ACCOUNT_ANNOTATION_KEY);

  public static final ProviderOption<IdentityTemplate<ServiceAccountEmail>> SERVICE_ACCOUNT =
      ProviderOption.of(
          "service-account",
          "EMAIL",
          "The Google service account to impersonate if no annotation names one;"
              + " {namespace} and {serviceaccount} are replaced.",
          text -> IdentityTemplate.parse(text, Map.of(), ServiceAccountEmail::parse));

  public static final IdentityOptions<ServiceAccountEmail> IMPERSONATED =
      new IdentityOptions<>(
          SERVICE_ACCOUNT_ANNOTATIONS, SERVICE_ACCOUNT, ServiceAccountEmail::parse);

  static final ProviderOption<List<String>> REQUIRE_ANNOTATION =
      ProviderOption.annotations(
          "require-annotation",
          "Only service accounts that have this annotation with the value true have an identity.");

  static final ProviderOption<String> UNIVERSE_DOMAIN =
      ProviderOption.domain(
              "universe-domain", "The domain of Google's APIs outside the public cloud.")
          .withDefault(Universe.PUBLIC);

  static final ProviderOption<URI> STS_ENDPOINT =
      ProviderOption.httpsServer("sts-endpoint", "Endpoint of STS, for example a private one.");

  static final ProviderOption<URI> IAM_CREDENTIALS_ENDPOINT =
      ProviderOption.httpsServer(
          "iam-credentials-endpoint", "Endpoint of IAM Credentials, for example a private one.");

  static final ProviderOption<URI> METADATA_ENDPOINT =
      ProviderOption.metadataEndpoint("GCE_METADATA_HOST", GarOptions::parseMetadata);

  private GarOptions() {}

  /** The cloud's variable has no scheme. */
  private static URI parseMetadata(String text) {
    return MetadataAddress.parse(text.contains("://") ? text : "http://" + text);
  }

  /**
   * The annotations that may name a service account. Pods of GKE carry the default one for their
   * work, and GKE's own plugin does not read it.
   */
  public static List<String> serviceAccountAnnotations(
      ProviderSettings settings, WorkloadIdentityPoolProvider pool) {
    Sourced<List<String>> keys = settings.find(SERVICE_ACCOUNT_ANNOTATIONS).orElseThrow();
    boolean none =
        keys.isDefault() && pool instanceof WorkloadIdentityPoolProvider.IdentityNamespace;
    return none ? List.of() : keys.value();
  }

  static List<ProviderOption<?>> all() {
    return List.of(
        AUDIENCE,
        TOKEN_AUDIENCE,
        SERVICE_ACCOUNT_ANNOTATIONS,
        SERVICE_ACCOUNT,
        REQUIRE_ANNOTATION,
        UNIVERSE_DOMAIN,
        STS_ENDPOINT,
        IAM_CREDENTIALS_ENDPOINT,
        METADATA_ENDPOINT);
  }
}
