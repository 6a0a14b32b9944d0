// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that have a fake node each. */
abstract class OnFakeNode {
  static final String PROGRAM = FakeNode.BIN + "/podpass";

  @TempDir Path root;
  FakeNode node;

  @BeforeEach
  void prepare() throws IOException {
    node = new FakeNode(root);
  }
}
