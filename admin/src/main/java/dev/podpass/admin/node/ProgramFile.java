// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The header of an executable file: its architecture and its interpreter.
 *
 * @param machine the architecture; empty for a script
 * @param interpreter the file that must exist to run it: a shell, or the dynamic loader
 * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
 */
public record ProgramFile(Optional<String> machine, Optional<String> interpreter) {
  /** What to take instead of one that a node cannot run for another reason. */
  public static final String REPLACEMENT = "take the podpass that was built for this system";

  private static final List<String> NODE_PROGRAMS =
      List.of("/usr/bin/kubelet", "/usr/local/bin/kubelet", "/usr/bin/sh", "/bin/sh");

  private static final int MAX_HEAD = 8 << 10;
  private static final int ELF = 0x7f454c46;
  private static final int PROGRAM_HEADERS = 32;
  private static final int HEADER_SIZE = 54;
  private static final int INTERPRETER = 3;

  /** The architecture of a node's own programs, which also works below another root directory. */
  private static Optional<String> machineOf(NodeFiles node) {
    return NODE_PROGRAMS.stream()
        .flatMap(program -> read(node.resolve(program)).stream())
        .flatMap(program -> program.machine().stream())
        .findFirst();
  }

  public record OtherMachine(String reason, String hint) {}

  /** That it is for another architecture than the node, if it is. */
  public Optional<OtherMachine> otherMachine(NodeFiles node) {
    return machine.flatMap(own ->
        machineOf(node)
            .filter(nodes -> !nodes.equals(own))
            .map(nodes ->
                new OtherMachine(
                    "is for %s, and the node is %s".formatted(own, nodes),
                    "take the podpass of linux-" + nodes)));
  }

  /** Reads a script or a 64-bit ELF file; empty for any other file. */
  public static Optional<ProgramFile> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(MAX_HEAD);
      if (head.length > 2 && head[0] == '#' && head[1] == '!') {
        String line = new String(head, ISO_8859_1).lines().findFirst().orElse("").substring(2);
        return Optional.of(
            new ProgramFile(Optional.empty(), Optional.of(line.strip().split("\\s", 2)[0])));
      }
      ByteBuffer elf = ByteBuffer.wrap(head);
      return head.length >= 64 && elf.getInt(0) == ELF && elf.get(4) == 2
          ? Optional.of(elf(elf.order(ByteOrder.LITTLE_ENDIAN)))
          : Optional.empty();
    } catch (IOException
        | IndexOutOfBoundsException
        | ArithmeticException
        | NegativeArraySizeException _) {
      return Optional.empty();
    }
  }

  private static ProgramFile elf(ByteBuffer elf) {
    int machine = elf.getShort(18) & 0xffff;
    String name =
        switch (machine) {
          case 0x3e -> "amd64";
          case 0xb7 -> "arm64";
          default -> "machine " + machine;
        };
    return new ProgramFile(Optional.of(name), loader(elf));
  }

  private static Optional<String> loader(ByteBuffer elf) {
    long table = elf.getLong(PROGRAM_HEADERS);
    int size = elf.getShort(HEADER_SIZE) & 0xffff;
    int count = elf.getShort(HEADER_SIZE + 2) & 0xffff;
    for (int i = 0; i < count; i++) {
      int header = Math.toIntExact(table) + i * size;
      if (elf.getInt(header) == INTERPRETER) {
        int start = Math.toIntExact(elf.getLong(header + 8));
        byte[] path = new byte[Math.toIntExact(elf.getLong(header + 32)) - 1];
        elf.get(start, path);
        return Optional.of(new String(path, ISO_8859_1));
      }
    }
    return Optional.empty();
  }
}
