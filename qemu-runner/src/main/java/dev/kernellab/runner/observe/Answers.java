// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.MemoryBytes;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.qmp.QmpCommand;
import dev.kernellab.runner.qmp.QmpRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Answers what viewers ask of the machine as it is now. Nothing of it becomes evidence.
final class Answers {
  private final BootedMachine machine;
  private final GuestMemory memory;
  private final Snapshotter snapshotter;
  private final RunMode mode;

  Answers(BootedMachine machine, RamLayout ram, Snapshotter snapshotter, RunMode mode) {
    this.machine = machine;
    this.memory = new GuestMemory(machine, ram);
    this.snapshotter = snapshotter;
    this.mode = mode;
  }

  RunAnswer to(RunQuestion question) throws IOException {
    return switch (question) {
      case RunQuestion.Screen it -> screen();
      case RunQuestion.Memory it -> memory(it);
    };
  }

  private RunAnswer screen() throws IOException {
    try {
      machine.monitor().call(new QmpCommand.ScreenDump(machine.screen().nameInBox()));
    } catch (QmpRefusedException e) {
      return new RunAnswer.Refused("SCREEN_NONE", "The machine shows no picture: no VGA card.");
    }
    Optional<byte[]> png = machine.screen().readAll(RunAnswer.Screen.LARGEST);
    return png.<RunAnswer>map(RunAnswer.Screen::new)
        .orElseGet(
            () ->
                new RunAnswer.Refused(
                    "SCREEN_TOO_LARGE", "The machine's picture has more than 4 MiB as PNG."));
  }

  private RunAnswer memory(RunQuestion.Memory question) throws IOException {
    if (mode == RunMode.GRADED) {
      return new RunAnswer.Refused(
          "RUN_GRADED", "A graded run's memory is read at its snapshots only.");
    }
    var ram = new ReadMemory(memory);
    try {
      Registers registers = snapshotter.look().cpu().registers();
      return MemoryBytes.read(question, () -> AddressSpace.read(registers, ram), ram);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
