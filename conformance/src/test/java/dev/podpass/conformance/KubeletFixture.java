// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A node of each test, with a kubelet of each version. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
@SuppressWarnings("NullAway.Init")
abstract class KubeletFixture {
  @Parameter Kubelet kubelet;
  TestNode node;

  @BeforeEach
  void start(TestInfo test) {
    node = new TestNode(kubelet, test);
  }

  @AfterEach
  void close() {
    node.close();
  }
}
