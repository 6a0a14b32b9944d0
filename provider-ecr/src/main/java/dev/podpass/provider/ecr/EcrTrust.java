// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ScriptTemplate;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The AWS trust setup for a service account: an OIDC provider for the issuer, and a role whose
 * trust policy names the subject.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html">Create
 *     a role for OpenID Connect federation</a>
 */
final class EcrTrust implements TrustGuide {
  private static final String TRUST_POLICY =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {"Federated": "@PROVIDER@"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
              "StringEquals": {
                "@ISSUER@:aud": "@AUDIENCE@",
                "@ISSUER@:sub": "@SUBJECT@"
              }
            }
          }
        ]
      }\
      """;

  private static final String PRIVATE_PULL =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
          {
            "Effect": "Allow",
            "Action": [
              "ecr:BatchCheckLayerAvailability",
              "ecr:BatchGetImage",
              "ecr:GetDownloadUrlForLayer"
            ],
            "Resource": "@REPOSITORY@"
          }
        ]
      }\
      """;

  private static final String PUBLIC_PULL =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"],
            "Resource": "*"
          }
        ]
      }\
      """;

  private static final String SHELL =
      """
      #!/bin/sh
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ assume the role @ROLE@, which may pull @IMAGE@.
      set -eu

      trust_policy=$(cat <<'JSON'
      @TRUST_POLICY@
      JSON
      )

      pull_policy=$(cat <<'JSON'
      @PULL_POLICY@
      JSON
      )

      # Once for each issuer.
      aws iam get-open-id-connect-provider --open-id-connect-provider-arn @PROVIDER@ > /dev/null 2>&1 ||
        aws iam create-open-id-connect-provider --url @URL@ --client-id-list @AUDIENCE@

      if aws iam get-role --role-name @ROLE_NAME@ > /dev/null 2>&1; then
        aws iam update-assume-role-policy --role-name @ROLE_NAME@ --policy-document "$trust_policy"
      else
        aws iam create-role --path @ROLE_PATH@ --role-name @ROLE_NAME@ --assume-role-policy-document "$trust_policy"
      fi
      aws iam put-role-policy --role-name @ROLE_NAME@ --policy-name pull --policy-document "$pull_policy"

      kubectl -n @NAMESPACE@ annotate --overwrite serviceaccount @ACCOUNT@ @ANNOTATION@=@ROLE@
      """;

  private static final String TERRAFORM =
      """
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ assume the role @ROLE@, which may pull @IMAGE@.

      # Once for each issuer; import it if it is there already.
      resource "aws_iam_openid_connect_provider" "cluster" {
        url            = "@URL@"
        client_id_list = ["@AUDIENCE@"]
      }

      resource "aws_iam_role" "@RESOURCE@" {
        name               = "@ROLE_NAME@"
        path               = "@ROLE_PATH@"
        assume_role_policy = <<-JSON
      @TRUST_POLICY@
        JSON
        depends_on         = [aws_iam_openid_connect_provider.cluster]
      }

      resource "aws_iam_role_policy" "@RESOURCE@" {
        name   = "pull"
        role   = aws_iam_role.@RESOURCE@.id
        policy = <<-JSON
      @PULL_POLICY@
        JSON
      }

      # kubectl -n @NAMESPACE@ annotate --overwrite serviceaccount @ACCOUNT@ @ANNOTATION@=@ROLE@
      """;

  @Override
  public List<ProviderOption<?>> options() {
    return List.of();
  }

  @Override
  public String shell(TrustRequest request) {
    return filled(SHELL, request);
  }

  @Override
  public String terraform(TrustRequest request) {
    return filled(TERRAFORM, request);
  }

  private static String filled(String form, TrustRequest request) {
    EcrRegistryHost host = EcrRegistryHost.find(request.image().registry()).orElseThrow();
    TrustedRole role = TrustedRole.of(request, host);
    String issuer = request.issuer().substring("https://".length());
    Map<String, String> values = new HashMap<>();
    values.put("PROVIDER", role.arn("oidc-provider/" + issuer));
    values.put("URL", request.issuer());
    values.put("ISSUER", issuer);
    values.put("AUDIENCE", request.settings().get(EcrOptions.AUDIENCE));
    values.put("SUBJECT", request.subject());
    values.put("ROLE", role.text());
    values.put("ROLE_NAME", role.name());
    values.put("ROLE_PATH", role.path());
    values.put("RESOURCE", "podpass-" + request.shortName());
    values.put("NAMESPACE", request.namespace());
    values.put("ACCOUNT", request.serviceAccount());
    values.put("ANNOTATION", request.settings().get(EcrOptions.ROLE_ANNOTATIONS).getFirst());
    values.put("IMAGE", request.image().name());
    if (host instanceof Private registry) {
      values.put("REPOSITORY", repository(registry, request));
    }
    String pull = host instanceof Private ? PRIVATE_PULL : PUBLIC_PULL;
    return ScriptTemplate.fill(
        form.replace("@TRUST_POLICY@", TRUST_POLICY).replace("@PULL_POLICY@", pull), values);
  }

  private static String repository(Private registry, TrustRequest request) {
    return "arn:%s:ecr:%s:%s:repository/%s"
        .formatted(
            registry.partition().id(),
            registry.region(),
            registry.account(),
            request.image().repository());
  }
}
