// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A program with a request on stdin, and everything that surrounds it. */
abstract class ProgramFixture {
  static final String REQUEST = PluginRequest.forImage("echo.example/app").json();

  /** Requests have no token. */
  final Map<String, String> environment = new HashMap<>(Map.of("PODPASS_WITHOUT_TOKEN", "node"));

  final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  final AtomicReference<Runnable> signalled = new AtomicReference<>();
  final CompletableFuture<Integer> halted = new CompletableFuture<>();
  InputStream stdin = new ByteArrayInputStream(REQUEST.getBytes(UTF_8));

  boolean terminal;

  int run(String... args) {
    return new Program(process(stdout)).run(args);
  }

  ProcessContext process(OutputStream out) {
    return process(out, stderr);
  }

  ProcessContext process(OutputStream out, OutputStream err) {
    return new ProcessContext(
        "podpass",
        CommandRun.withoutCache(environment),
        stdin,
        out,
        err,
        new Terminals(terminal, false, false),
        Duration.ZERO,
        signalled::set,
        halted::complete);
  }

  String out() {
    return stdout.toString(UTF_8);
  }

  String err() {
    return stderr.toString(UTF_8);
  }
}
