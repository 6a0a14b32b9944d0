// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.testing.SeedFile;
import java.util.Map;
import org.junit.jupiter.params.provider.ArgumentsSource;

class EcrOptionsFuzzTest {
  private static final AnsweredExchange EXCHANGE =
      new AnsweredExchange(
          new EcrCredentialProvider(),
          "123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app",
          Map.of(EcrOptions.ROLE_ANNOTATION_KEY, "arn:aws:iam::123456789012:role/puller"));

  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void everyTextIsRefusedOrUsed(byte[] text) {
    EXCHANGE.tryEachOption("sts.amazonaws.com", new String(text, UTF_8));
  }
}
