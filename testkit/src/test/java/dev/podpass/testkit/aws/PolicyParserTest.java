// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.podpass.testkit.net.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {
  private static final String REPOSITORY = "arn:aws:ecr:us-east-1:123456789012:repository/team/app";

  @Test
  void readsStatementsInBothForms() {
    Policy policy =
        PolicyParser.parse(
            """
            {"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Allow",
             "Action":["ecr:GetAuthorizationToken","ecr:Batch*"],"Resource":"*"}}\
            """);

    assertThat(policy.allows("ecr:GetAuthorizationToken", "*")).isTrue();
    assertThat(policy.allows("ECR:batchgetimage", REPOSITORY)).isTrue();
    assertThat(policy.allows("ecr:PutImage", REPOSITORY)).isFalse();
  }

  @Test
  void whatIsAllowedForARepositoryIsNotAllowedForEverything() {
    Policy policy =
        PolicyParser.parse(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",
             "Resource":["arn:aws:ecr:us-east-1:123456789012:repository/team/*"]}]}\
            """);

    assertThat(policy.allows("ecr:BatchGetImage", REPOSITORY)).isTrue();
    assertThat(policy.allows("ecr:GetAuthorizationToken", "*")).isFalse();
  }

  @Test
  void denyWins() {
    Policy policy =
        PolicyParser.parse(
            """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Action":"ecr:*","Resource":"*"},
             {"Effect":"Deny","Action":"ecr:PutImage","Resource":"*"}]}\
            """);

    assertThat(policy.allows("ecr:PutImage", REPOSITORY)).isFalse();
    assertThat(policy.allows("ecr:BatchGetImage", REPOSITORY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"Version\":\"2012-10-17\"}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[\"x\"]}",
        "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"GetIt\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"team/app\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}}]}",
        "{\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\",\"Statement\":[]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
            + " x"
      })
  void refusesWhatIsNoPolicy(String text) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> PolicyParser.parse(text))
        .returns("MalformedPolicyDocument", Refusal::code)
        .returns(400, Refusal::status);
  }
}
