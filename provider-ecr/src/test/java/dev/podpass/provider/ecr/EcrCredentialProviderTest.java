// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static dev.podpass.core.testing.FailedCall.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.core.testing.PlanFixture;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.Kind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrCredentialProviderTest extends PlanFixture {
  private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String IMAGE = REGISTRY + "/team/app";
  private static final String ROLE = "arn:aws:iam::123456789012:role/pull";
  private static final String OTHER_ROLE = "arn:aws:iam::123456789012:role/other";
  private static final String ANNOTATION = "eks.amazonaws.com/ecr-role-arn";

  EcrCredentialProviderTest() {
    super(new EcrCredentialProvider(), "sts.amazonaws.com");
  }

  @Test
  void plansAsTheRoleOfTheAnnotation() {
    set(EcrOptions.ROLE_ARN, OTHER_ROLE);

    PullPlan plan = plan(IMAGE, Map.of(ANNOTATION, ROLE));

    assertThat(plan.exchange().toString())
        .isEqualTo("role " + ROLE + " (annotation eks.amazonaws.com/ecr-role-arn)");
    assertThat(plan.audiences()).containsExactly("sts.amazonaws.com");
    assertThat(plan.exchange().steps())
        .extracting(Object::toString)
        .containsExactly(
            "AssumeRoleWithWebIdentity at https://sts.eu-west-1.amazonaws.com/",
            "GetAuthorizationToken at https://api.ecr.eu-west-1.amazonaws.com/");
  }

  @Test
  void theOperatorsRoleMayFollowARule() {
    set(EcrOptions.ROLE_ARN, "arn:aws:iam::{account}:role/pull/{namespace}/{serviceaccount}");

    assertThat(plan(IMAGE, Map.of()).exchange())
        .hasToString("role arn:aws:iam::123456789012:role/pull/team-a/puller (--test)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::{acount}:role/pull",
        "arn:{namespace}:iam::123456789012:role/pull",
        "arn:aws:iam::123456789012:role/{pod}",
        "arn:aws:iam::{namespace}:role/pull"
      })
  void aRuleThatMakesNoRoleIsRefusedWhenOptionsAreRead(String rule) {
    assertThatThrownBy(() -> set(EcrOptions.ROLE_ARN, rule))
        .hasMessageMatching(".*(is unknown|is not the ARN of an IAM role).*");
  }

  @Test
  void theWorkloadsRoleCountsOnlyIfItIsNamed() {
    Map<String, String> annotations = Map.of("eks.amazonaws.com/role-arn", OTHER_ROLE);

    assertFails(
        () -> plan(IMAGE, annotations), Kind.NO_IDENTITY, "no identity is named", ANNOTATION);

    set(EcrOptions.ROLE_ANNOTATIONS, ANNOTATION + ",eks.amazonaws.com/role-arn");
    assertThat(plan(IMAGE, annotations).exchange().toString()).contains(OTHER_ROLE);
    assertThat(
            plan(IMAGE, Map.of(ANNOTATION, ROLE, "eks.amazonaws.com/role-arn", OTHER_ROLE))
                .exchange()
                .toString())
        .contains(ROLE);
  }

  @Test
  void aRoleOfAnotherPartitionIsAnErrorThatSaysSo() {
    assertFails(
        () -> plan(IMAGE, Map.of(ANNOTATION, "arn:aws-cn:iam::123456789012:role/pull")),
        Kind.CONFIGURATION,
        "is of the partition aws-cn, and the registry of aws");
  }

  @Test
  void namesTheSessionAfterTheServiceAccountAndNarrowsItDown() {
    Exchange exchange = plan(IMAGE, Map.of(ANNOTATION, ROLE)).exchange();

    assertThat(exchange.parameters().getFirst())
        .isEqualTo(new Parameter("session name", "team-a.puller"));
    assertThat(exchange.parameters().getLast().value())
        .contains("arn:aws:ecr:eu-west-1:123456789012:repository/*");
    assertThat(exchange.repository()).isEmpty();
  }

  @Test
  void anAnswerForARepositoryIsForTheImageAlone() {
    set(EcrOptions.SESSION_POLICY, "repository");

    PullPlan plan = plan(IMAGE, Map.of(ANNOTATION, ROLE));

    assertThat(plan.exchange().repository()).contains("team/app");
    assertThat(plan.exchange().access()).isEqualTo("repository team/app");
  }

  @Test
  void asksForNoTokenIfTheNodePulls() {
    fallbacks = new FallbackPolicy(Fallback.NODE, Fallback.FAIL);
    set(EcrOptions.METADATA_ENDPOINT, "http://127.0.0.1:1338/");

    claims = Optional.empty();
    PullPlan plan = plan(IMAGE, Map.of());

    assertThat(plan.audiences()).isEmpty();
    assertThat(plan.exchange().steps().getFirst().endpoint()).hasToString("http://127.0.0.1:1338");
    assertThat(plan.exchange().toString()).isEqualTo("role of the node (policy)");
  }

  @Test
  void asksNobodyForAnAnonymousPull() {
    fallbacks = new FallbackPolicy(Fallback.FAIL, Fallback.ANONYMOUS);

    PullPlan plan = plan("public.ecr.aws/nginx/nginx", Map.of());

    assertThat(plan.as()).isEqualTo(As.NOBODY);
    assertThat(plan.exchange().steps()).isEmpty();
    assertThat(plan.audiences()).isEmpty();
  }

  @Test
  void takesAnotherAudienceFromTheOperatorOnly() {
    set(EcrOptions.AUDIENCE, "sts.amazonaws.com.cn");

    assertThat(plan(IMAGE, Map.of(ANNOTATION, ROLE)).audiences())
        .containsExactly("sts.amazonaws.com.cn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/role",
        "pull",
        "arn:aws:iam::1:role/x",
        "arn:aws:iam::{account}:role/pull"
      })
  void anAnnotationIsARoleAndNothingElse(String value) {
    assertFails(
        () -> plan(IMAGE, Map.of(ANNOTATION, value)),
        Kind.CONFIGURATION,
        "is not the ARN of an IAM role");
  }

  @Test
  void kubeletPassesOnTheAnnotationThatThePlanWants() {
    assertThat(provider.entry(settings).audience()).isEqualTo("sts.amazonaws.com");
    assertThat(provider.entry(settings).annotations()).containsExactly(ANNOTATION);
  }

  @ParameterizedTest
  @CsvSource({
    "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789abcdef, true",
    "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789abcdef, true",
    "https://oidc-eks.us-east-1.api.aws/id/0123456789abcdef, true",
    "https://0123456789abcdef.gr7.us-east-1.eks.amazonaws.com, true",
    "0123456789abcdef.eks.us-iso-east-1.c2s.ic.gov:443, true",
    "https://oidc.eks.us-isob-east-1.sc2s.sgov.gov/id/0123456789abcdef, true",
    "https://oidc.eks.eusc-de-east-1.amazonaws.eu/id/0123456789abcdef, true",
    "pods.eks.amazonaws.com, false",
    "https://pods.eks.amazonaws.com, false",
    "https://a.eks.example.com, false",
    "sts.amazonaws.com, false"
  })
  void knowsTheApiServersOfEks(String audience, boolean known) {
    assertThat(new EcrCredentialProvider().isApiServer(audience, ProviderSettings.NONE))
        .isEqualTo(known);
  }
}
