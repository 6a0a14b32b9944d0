// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.cli.Commands;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.core.pull.Providers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A node in a temporary directory, on which {@code doctor} is run. */
abstract class DoctorNode {
  @TempDir Path root;

  static CommandContext context(Map<String, String> environment) {
    Providers providers = Providers.discover();
    ProcessContext process =
        new ProcessContext(
            "podpass",
            environment,
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            ProcessContext.Terminals.NONE,
            Duration.ZERO,
            hook -> {},
            status -> {});
    Arguments arguments =
        Arguments.of(
            Commands.tree(providers).parseArgs("doctor").subcommand(), process.environment());
    return new CommandContext(arguments, providers, process, Clock.systemUTC());
  }

  void prepare(String config) throws IOException {
    write("etc/c.yaml", config);
    write("etc/ssl/cert.pem", "x");
    write("bin/sh", "x");
    write("proc/mounts", "/dev/sda / ext4 rw 0 0\n");
    write(
        "proc/7/cmdline",
        "/usr/bin/kubelet\0--image-credential-provider-config=/etc/c.yaml\0--image-credential-provider-bin-dir=/opt/bin\0");
    write("proc/7/environ", "PATH=/bin\0");
    write("proc/7/status", "Uid:\t0\t0\t0\t0\n");
    write("usr/bin/kubelet", "x");
    Files.createSymbolicLink(root.resolve("proc/7/exe"), Path.of("../../usr/bin/kubelet"));
    Path program = write("opt/bin/podpass-echo", "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }
}
