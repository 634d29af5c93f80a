// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.sandbox.Box;
import java.util.Set;

/// Every way in which watching a kernel ends, in words for the person concerned.
final class Endings {
  /// 128 plus SIGILL, SIGABRT, SIGFPE, SIGSEGV, SIGSYS: signals that a process brings upon itself.
  /// Only the guest can have led QEMU there.
  private static final Set<Integer> OWN_DOING = Set.of(132, 134, 136, 139, 159);

  /// 128 plus SIGBUS: guest memory is a file on tmpfs, and that is full.
  private static final int BUS_ERROR = 135;

  private Endings() {}

  static RunOutcome completed(String checkpoint) {
    return new RunOutcome(
        Kind.COMPLETED, "LAST_CHECKPOINT", "The kernel reached " + checkpoint + ".");
  }

  static RunOutcome halted(Registers at) {
    return new RunOutcome(
        Kind.KERNEL_HALTED,
        "HALTED",
        "The processor executed hlt with interrupts disabled, just before "
            + at.programCounter()
            + ": nothing can wake it up.");
  }

  static RunOutcome shutDown() {
    return new RunOutcome(Kind.KERNEL_HALTED, "SHUTDOWN", "The kernel switched the machine off.");
  }

  static RunOutcome tripleFault(Registers at) {
    return new RunOutcome(
        Kind.KERNEL_FAULT,
        "TRIPLE_FAULT",
        "The processor met a fault it could not deliver, nor the fault that this was (triple"
            + " fault), at "
            + where(at)
            + ", CR2 "
            + at.faultAddress()
            + ". Check the IDT and what is mapped at these addresses.");
  }

  private static String where(Registers at) {
    return (at.wide() == null ? "EIP " : "RIP ") + at.programCounter();
  }

  static RunOutcome reset(Registers at) {
    return new RunOutcome(
        Kind.KERNEL_FAULT,
        "RESET",
        "The kernel reset the machine at "
            + where(at)
            + ", and not by a triple fault: by a port such as 0x64, 0x92 or 0xCF9.");
  }

  static RunOutcome instructions(long budget) {
    return new RunOutcome(
        Kind.BUDGET_EXHAUSTED,
        "INSTRUCTIONS",
        String.format(
            "The kernel used its budget of %,d instructions without getting to the end. Look for a"
                + " loop that never ends.",
            budget));
  }

  static RunOutcome idled(long budget) {
    return new RunOutcome(
        Kind.BUDGET_EXHAUSTED,
        "INSTRUCTIONS",
        String.format(
            "The kernel idled in hlt until its budget of %,d instructions was gone; an idle"
                + " nanosecond counts as one. It waits for something that does not happen.",
            budget));
  }

  static RunOutcome serialOutput(long budget) {
    return new RunOutcome(
        Kind.BUDGET_EXHAUSTED,
        "SERIAL_OUTPUT",
        String.format("The kernel printed more than %,d bytes to the serial port.", budget));
  }

  static RunOutcome snapshots(int budget) {
    return new RunOutcome(
        Kind.BUDGET_EXHAUSTED,
        "SNAPSHOTS",
        "The kernel came by checkpoints more than " + budget + " times.");
  }

  static RunOutcome neverThere(int times) {
    return new RunOutcome(
        Kind.BUDGET_EXHAUSTED,
        "SNAPSHOTS",
        String.format(
            "What runs before the kernel came by addresses of its checkpoints more than %,d times,"
                + " and the kernel was not there. Link it elsewhere, above 2 MiB for instance.",
            times));
  }

  static RunOutcome cancelled() {
    return new RunOutcome(Kind.CANCELLED, "CANCELLED", "The run was stopped on request.");
  }

  static RunOutcome wallClock(RunRequest request) {
    String seconds = request.budgets().wallSeconds() + " s";
    return switch (request.mode()) {
      case GRADED ->
          labFault(
              "WALL_CLOCK",
              "The run took longer than "
                  + seconds
                  + " on this host, before any budget was used up.");
      case INTERACTIVE ->
          new RunOutcome(
              Kind.CANCELLED,
              "SESSION_OVER",
              "The interactive session lasted its " + seconds + ".");
    };
  }

  static RunOutcome labFault(String code, String reason) {
    return new RunOutcome(
        Kind.LAB_FAULT, code, reason + " This is the lab's fault; it costs no attempt.");
  }

  /// QEMU has ended, or no longer makes sense. Whose doing that was is decided by how it died.
  static RunOutcome machineLost(Box.End end, int status, String reason) {
    if (end == Box.End.MEMORY) {
      return labFault("SANDBOX", "QEMU used more memory than planned for it and was killed.");
    }
    if (end == Box.End.EXITED && status == BUS_ERROR) {
      return labFault("SANDBOX", "The folder for runs has no room left for the guest's memory.");
    }
    if (end == Box.End.EXITED && OWN_DOING.contains(status)) {
      return new RunOutcome(
          Kind.KERNEL_FAULT,
          "MACHINE_CRASHED",
          "What the kernel did to the machine crashed the emulator (signal "
              + (status - 128)
              + ").");
    }
    return labFault("MONITOR", "QEMU was lost (status " + status + "): " + reason);
  }
}
