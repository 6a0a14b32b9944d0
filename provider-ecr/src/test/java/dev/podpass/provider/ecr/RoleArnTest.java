// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleArnTest {
  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:role/pull,AWS",
    "arn:aws:iam::123456789012:role/team/a/Pull_Role+=.@-1,AWS",
    "arn:aws-cn:iam::123456789012:role/pull,CHINA",
    "arn:aws-us-gov:iam::123456789012:role/pull,US_GOV",
    "arn:aws-iso-b:iam::123456789012:role/pull,ISO_B",
    "arn:aws-eusc:iam::123456789012:role/pull,EUSC"
  })
  void knowsItsPartition(String arn, Partition partition) {
    assertThat(RoleArn.parse(arn)).isEqualTo(new RoleArn(partition, arn)).hasToString(arn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull",
        "arn:aws:iam::123456789012:user/pull",
        "arn:aws:iam::12345678901:role/pull",
        "arn:aws:sts::123456789012:assumed-role/pull/session",
        "arn:aws:iam:us-east-1:123456789012:role/pull",
        "arn:aws-mars:iam::123456789012:role/pull",
        "arn:aws:iam::123456789012:role/",
        "arn:aws:iam::123456789012:role//pull",
        "arn:aws:iam::123456789012:role/pull\n",
        " arn:aws:iam::123456789012:role/pull",
        "arn:aws:iam::123456789012:role/pull role",
        "arn:aws:iam::123456789012:role/pull&Action=AssumeRoot",
        "https://evil.example/"
      })
  void refusesAllElse(String text) {
    FailedCall.assertFails(
        () -> RoleArn.parse(text), Kind.CONFIGURATION, "is not the ARN of an IAM role");
  }
}
