// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.http.MetadataAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

public final class EcrOptions {
  static final String ROLE_ANNOTATION_KEY = "eks.amazonaws.com/ecr-role-arn";

  public static final ProviderOption<List<String>> ROLE_ANNOTATIONS =
      ProviderOption.annotations(
              "role-annotation",
              "The annotations that may name a role; the first one present counts.")
          .withDefault(ROLE_ANNOTATION_KEY);

  /** The placeholder for the account of the image's registry. */
  static final String ACCOUNT = "account";

  public static final ProviderOption<IdentityTemplate<RoleArn>> ROLE_ARN =
      ProviderOption.of(
          "role-arn",
          "ARN",
          "The role of service accounts without an annotation; {namespace}, {serviceaccount} and"
              + " {account} (the registry's) are replaced.",
          text -> IdentityTemplate.parse(text, Map.of(ACCOUNT, "123456789012"), RoleArn::parse));

  public static final IdentityOptions<RoleArn> ROLE =
      new IdentityOptions<>(ROLE_ANNOTATIONS, ROLE_ARN, RoleArn::parse);

  public static final ProviderOption<String> AUDIENCE = ProviderOption.tokenAudience();

  static final ProviderOption<SessionPolicy> SESSION_POLICY =
      ProviderOption.oneOf(
              "session-policy", "Scope of the STS session policy.", SessionPolicy.class)
          .withDefault("registry");

  public static final ProviderOption<Boolean> PULL_THROUGH =
      ProviderOption.flag(
          "pull-through", "Allow the STS session to import images into a pull-through cache.");

  static final ProviderOption<URI> STS_ENDPOINT =
      ProviderOption.https("sts-endpoint", "Endpoint of STS, for example a VPC endpoint.");

  static final ProviderOption<URI> API_ENDPOINT =
      ProviderOption.https("api-endpoint", "Endpoint of ECR, for example a VPC endpoint.");

  static final ProviderOption<URI> METADATA_ENDPOINT =
      ProviderOption.metadataEndpoint("AWS_EC2_METADATA_SERVICE_ENDPOINT", MetadataAddress::parse);

  private EcrOptions() {}

  public static String audience(ProviderSettings settings) {
    return settings.findValue(AUDIENCE).orElse("sts.amazonaws.com");
  }

  static List<ProviderOption<?>> all() {
    return List.of(
        ROLE_ANNOTATIONS,
        ROLE_ARN,
        AUDIENCE,
        SESSION_POLICY,
        PULL_THROUGH,
        STS_ENDPOINT,
        API_ENDPOINT,
        METADATA_ENDPOINT);
  }
}
