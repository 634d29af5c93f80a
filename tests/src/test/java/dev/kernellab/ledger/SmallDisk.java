// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A disk of a few mebibytes under one folder, for the processes that are started with its
/// [#wrapper]: a tmpfs in a mount namespace of their own, which needs no rights but bubblewrap's.
final class SmallDisk implements AutoCloseable {
  private static final int SIZE = 8 << 20;

  private final Process holder;
  private final ProcessHandle inside;
  private final Path filler;

  SmallDisk(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    holder =
        new ProcessBuilder(
                "bwrap",
                "--dev-bind",
                "/",
                "/",
                "--size",
                Integer.toString(SIZE),
                "--tmpfs",
                folder.toString(),
                "sh",
                "-c",
                "echo ready; exec cat")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (holder.inputReader().readLine() == null) {
      throw new AssertionError("bubblewrap makes no disk, status " + holder.waitFor());
    }
    inside = holder.descendants().reduce((first, last) -> last).orElse(holder.toHandle());
    filler =
        Path.of("/proc/" + inside.pid() + "/root")
            .resolve(Path.of("/").relativize(folder.toAbsolutePath()))
            .resolve("filler");
  }

  /// Stands before the command of a process that is to have this disk. Root's bubblewrap makes no
  /// user namespace to enter.
  List<String> wrapper() {
    String target = Long.toString(inside.pid());
    return System.getProperty("user.name").equals("root")
        ? List.of("nsenter", "--target", target, "--mount", "--")
        : List.of(
            "nsenter", "--target", target, "--user", "--preserve-credentials", "--mount", "--");
  }

  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] zeros = new byte[4096];
      while (true) {
        out.write(zeros);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left on device")) {
        throw e;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.delete(filler);
  }

  @Override
  public void close() throws InterruptedException {
    holder.destroy();
    if (!holder.waitFor(10, TimeUnit.SECONDS)) {
      holder.destroyForcibly();
    }
  }
}
