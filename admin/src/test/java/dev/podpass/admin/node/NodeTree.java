// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that looks like a node. */
record NodeTree(Path root) {

  NodeTree file(String path, String content) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process of root that runs {@code /usr/bin/kubelet}, whatever it calls itself. */
  NodeTree process(String id) {
    return program("/usr/bin/kubelet")
        .file("/proc/" + id + "/status", "Name:\tkubelet\nUid:\t0\t0\t0\t0\n")
        .link("/proc/" + id + "/exe", "../../usr/bin/kubelet");
  }

  NodeTree mode(String path, String permissions) {
    try {
      Files.setPosixFilePermissions(
          root.resolve(path.substring(1)), PosixFilePermissions.fromString(permissions));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NodeTree program(String path) {
    return file(path, "#!/bin/sh\n").executable(path);
  }

  /** A 64-bit program with one header of its own, that of its loader if it has one. */
  NodeTree elf(String path, int machine, String loader) {
    ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    elf.putShort(18, (short) machine).putLong(32, 64);
    elf.putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putInt(64, loader.isEmpty() ? 1 : 3).putLong(72, 128).putLong(96, loader.length() + 1);
    elf.put(128, loader.getBytes(StandardCharsets.US_ASCII));
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.write(file, elf.array());
      return executable(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NodeTree executable(String path) {
    return mode(path, "rwxr-xr-x");
  }

  NodeTree link(String path, String target) {
    try {
      Path link = root.resolve(path.substring(1));
      Files.createDirectories(link.getParent());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NodeFiles files() {
    return NodeFiles.below(root);
  }
}
