// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;

public final class AlibabaOptions {
  /** The audience of RAM roles for service accounts. */
  public static final String STS_AUDIENCE = "sts.aliyuncs.com";

  public static final String ROLE_ANNOTATION_KEY = "podpass.dev/alibaba-role-arn";

  static final ProviderOption<List<String>> ROLE_ANNOTATIONS =
      ProviderOption.annotations(
              "role-annotation",
              "The annotations that may name a role; the first one present counts.")
          .withDefault(ROLE_ANNOTATION_KEY);

  public static final ProviderOption<IdentityTemplate<RamArn>> ROLE_ARN =
      ProviderOption.of(
          "role-arn",
          "ARN",
          "The RAM role of service accounts without an annotation; {namespace} and"
              + " {serviceaccount} are replaced.",
          text -> IdentityTemplate.parse(text, Map.of(), RamArn::role));

  public static final IdentityOptions<RamArn> ROLE =
      new IdentityOptions<>(ROLE_ANNOTATIONS, ROLE_ARN, RamArn::role);

  static final ProviderOption<List<String>> PROVIDER_ANNOTATIONS =
      ProviderOption.annotations(
              "oidc-provider-annotation",
              "The annotations that may name an OIDC provider; the first one present counts.")
          .withDefault("podpass.dev/alibaba-oidc-provider-arn");

  public static final ProviderOption<IdentityTemplate<RamArn>> PROVIDER_ARN =
      ProviderOption.of(
          "oidc-provider-arn",
          "ARN",
          "The cluster's OIDC provider in RAM, for service accounts without an annotation.",
          text -> IdentityTemplate.parse(text, Map.of(), RamArn::provider));

  public static final IdentityOptions<RamArn> PROVIDER =
      new IdentityOptions<>(PROVIDER_ANNOTATIONS, PROVIDER_ARN, RamArn::provider);

  public static final ProviderOption<Instances> INSTANCE =
      ProviderOption.of(
          "instance",
          "HOST=ID[@REGION][,…]",
          "The instance of Enterprise edition at each host; with its region for a domain of your"
              + " own.",
          Instances::parse);

  static final ProviderOption<SessionPolicy> SESSION_POLICY =
      ProviderOption.oneOf(
              "session-policy", "Scope of the STS session policy.", SessionPolicy.class)
          .withDefault("registry");

  public static final ProviderOption<String> AUDIENCE = ProviderOption.tokenAudience();

  static final ProviderOption<URI> STS_ENDPOINT =
      ProviderOption.https("sts-endpoint", "Endpoint of STS, for example a PrivateLink endpoint.");

  static final ProviderOption<URI> API_ENDPOINT =
      ProviderOption.https(
          "api-endpoint", "Endpoint of the Container Registry API, for example one in a VPC.");

  private AlibabaOptions() {}

  public static String audience(ProviderSettings settings) {
    return settings.findValue(AUDIENCE).orElse(STS_AUDIENCE);
  }

  static List<ProviderOption<?>> all() {
    return List.of(
        ROLE_ANNOTATIONS,
        ROLE_ARN,
        PROVIDER_ANNOTATIONS,
        PROVIDER_ARN,
        INSTANCE,
        SESSION_POLICY,
        AUDIENCE,
        STS_ENDPOINT,
        API_ENDPOINT);
  }
}
