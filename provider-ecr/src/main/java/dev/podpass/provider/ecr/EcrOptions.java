// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.http.MetadataAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What an operator can set for ECR. */
final class EcrOptions {
  static final String ROLE_ANNOTATION_KEY = "eks.amazonaws.com/ecr-role-arn";

  static final ProviderOption<List<String>> ROLE_ANNOTATIONS =
      ProviderOption.annotations(
              "role-annotation",
              "The annotations that may name a role, the first that is there counts.")
          .withDefault(ROLE_ANNOTATION_KEY);

  static final ProviderOption<RoleArn> ROLE_ARN =
      ProviderOption.of(
          "role-arn", "ARN", "The role of service accounts without an annotation.", RoleArn::parse);

  static final ProviderOption<String> AUDIENCE =
      ProviderOption.text("audience", "AUDIENCE", "The audience that tokens must have.")
          .withDefault("sts.amazonaws.com");

  static final ProviderOption<Duration> SESSION_DURATION =
      ProviderOption.duration(
          "session-duration",
          "How long the STS session lives; AWS makes it an hour if not given.",
          Duration.ofMinutes(15),
          Duration.ofHours(12));

  static final ProviderOption<SessionPolicy> SESSION_POLICY =
      ProviderOption.oneOf(
              "session-policy", "What the STS session is narrowed down to.", SessionPolicy.class)
          .withDefault("registry");

  static final ProviderOption<Boolean> PULL_THROUGH =
      ProviderOption.flag(
          "pull-through", "Let the STS session import what a pull-through cache does not have.");

  static final ProviderOption<URI> STS_ENDPOINT =
      ProviderOption.https("sts-endpoint", "Ask STS here, at a VPC endpoint say.");

  static final ProviderOption<URI> API_ENDPOINT =
      ProviderOption.https("api-endpoint", "Ask ECR here, at a VPC endpoint say.");

  static final ProviderOption<URI> METADATA_ENDPOINT =
      ProviderOption.of(
              "metadata-endpoint",
              "URL",
              "Where the node's role is read; a loopback or link-local address.",
              MetadataAddress::parse)
          .withDefault("http://169.254.169.254")
          .orCloudVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT");

  private EcrOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(
        ROLE_ANNOTATIONS,
        ROLE_ARN,
        AUDIENCE,
        SESSION_DURATION,
        SESSION_POLICY,
        PULL_THROUGH,
        STS_ENDPOINT,
        API_ENDPOINT,
        METADATA_ENDPOINT);
  }
}
