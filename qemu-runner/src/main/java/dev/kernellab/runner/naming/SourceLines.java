// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.naming;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.sandbox.Box;
import dev.kernellab.runner.sandbox.BoxLimits;
import dev.kernellab.runner.sandbox.BoxPlan;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.Sandbox;
import dev.kernellab.runner.sandbox.SandboxException;
import dev.kernellab.runner.sandbox.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks source lines up with `addr2line`, in a box: debug information is as hostile as the kernel.
/// Whatever goes wrong there only means that no line is known.
final class SourceLines {
  private static final Logger LOG = LoggerFactory.getLogger(SourceLines.class);
  private static final BoxLimits LIMITS = new BoxLimits(Duration.ofSeconds(5), 512L << 20, 8, 0);
  private static final String IMAGE = "lines.elf";
  private static final String PLACE = "/job/" + IMAGE;
  private static final int LONGEST_ANSWER = 256 << 10;

  private final Sandbox sandbox;
  private final JobFolder folder;

  SourceLines(Sandbox sandbox, JobFolder folder) {
    this.sandbox = sandbox;
    this.folder = folder;
  }

  /// One for each address, in their order; fewer when the answer ends early.
  List<SourceLine> of(byte[] image, List<LinearAddress> addresses) throws InterruptedException {
    var command = new ArrayList<>(List.of("/usr/bin/addr2line", "-e", PLACE));
    addresses.forEach(address -> command.add(address.toJson()));
    try {
      Path file = folder.give(IMAGE, image);
      BoxPlan plan = Toolchain.show(new BoxPlan(LIMITS, command)).showAt(file, PLACE);
      try (Box box = sandbox.start(plan, folder)) {
        byte[] answer = box.output().readNBytes(LONGEST_ANSWER);
        return new String(answer, StandardCharsets.ISO_8859_1)
            .lines()
            .limit(addresses.size())
            .map(SourceLine::parse)
            .toList();
      }
    } catch (IOException | SandboxException e) {
      LOG.info("source lines: not known, {}", e.getMessage());
      return List.of();
    }
  }
}
