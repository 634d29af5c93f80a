// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;

/// What to try next when a kernel never came by a checkpoint, which the way it was booted may be
/// the reason for.
final class BootAdvice {
  private BootAdvice() {}

  static RunOutcome added(
      RunOutcome outcome, RunRequest request, Preparation.Prepared prepared, boolean printed) {
    if (request.profile().checkpoints().isEmpty()) {
      return outcome;
    }
    String advice =
        switch (request.machine().start().way()) {
          case MULTIBOOT -> !printed && diedEarly(outcome) ? TRY_GRUB : "";
          case GRUB -> outcome.code().equals("SHUTDOWN") ? GRUB_FAILED : "";
          case ISO, DISK -> prepared.image() == null ? SEND_SYMBOLS : "";
        };
    return new RunOutcome(outcome.kind(), outcome.code(), outcome.message() + advice);
  }

  private static final String TRY_GRUB =
      " It came by no checkpoint and printed nothing. If it was written for GRUB, whose hand-over differs from QEMU's,"
          + " submit it with boot=grub.";
  private static final String GRUB_FAILED =
      " Unless the kernel did that: GRUB does, too, when it cannot load a kernel, and says why on"
          + " the serial port.";
  private static final String SEND_SYMBOLS =
      " Nothing is known of where its checkpoints are: send the kernel's ELF image along, in the"
          + " field symbols.";

  private static boolean diedEarly(RunOutcome outcome) {
    return switch (outcome.code()) {
      case "TRIPLE_FAULT", "RESET", "HALTED" -> true;
      default -> false;
    };
  }
}
