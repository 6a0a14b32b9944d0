// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.node.NodeInspection.ConfigCheck;
import dev.podpass.spi.Sourced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The files of a node in a temporary directory, and what an inspection finds in them. */
abstract class InspectedNode {
  static final String CONFIG = "providers: [{name: podpass-x}, {name: podpass-y}]\n";

  @TempDir Path root;

  NodeTree node() {
    return new NodeTree(root)
        .process("7")
        .process("9")
        .file("/etc/c.yaml", CONFIG)
        .file("/etc/ssl/certs/ca-certificates.crt", "x")
        .file("/proc/mounts", "/dev/sda / ext4 rw,relatime 0 0\n")
        .file("/bin/sh", "x")
        .program("/opt/bin/podpass")
        .link("/opt/bin/podpass-x", "podpass")
        .link("/opt/bin/podpass-y", "/opt/bin/podpass");
  }

  NodeTree good() {
    return node()
        .file(
            "/proc/7/cmdline",
            "/usr/bin/kubelet\0--image-credential-provider-config=/etc/c.yaml\0--image-credential-provider-bin-dir=/opt/bin\0")
        .file("/proc/7/environ", "PATH=/bin\0");
  }

  static List<Check> inspect(NodeTree node) {
    return inspect(node, "v1.37.2");
  }

  static List<Check> inspect(NodeTree node, String version) {
    NodeInspection inspection = new NodeInspection(node.files());
    EntryPrograms programs = inspection.programs(TestPrograms.context());
    return inspection.checks(
        Optional.of(new Sourced<>(version, "the API server")),
        inspection.configuration().map(path -> judge(path, programs)));
  }

  static ConfigCheck judge(Path path, EntryPrograms programs) {
    try {
      return new ConfigCheck(
          List.of(),
          programs.of(ConfigFile.read(Files.readString(path)).entries()),
          Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
