// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.runner.boot.Emulator;
import dev.kernellab.runner.sandbox.Sandbox;
import dev.kernellab.runner.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What this host must have for a run to be possible, tried out rather than looked up.
public final class Prerequisites {
  private Prerequisites() {}

  /// @param found what was there instead, or is
  /// @param mend what to do when it is not ok
  public record Prerequisite(String name, boolean ok, String found, String mend) {}

  public static List<Prerequisite> check(RunnerSettings settings) throws InterruptedException {
    return List.of(emulator(settings), sandbox(settings), folder(settings));
  }

  private static Prerequisite emulator(RunnerSettings settings) {
    String mend = "Install qemu-system-x86.";
    try {
      Path program = Emulator.find(settings.qemu()).program();
      return new Prerequisite("QEMU", true, program.toString(), mend);
    } catch (IOException e) {
      return new Prerequisite("QEMU", false, String.valueOf(e.getMessage()), mend);
    }
  }

  private static Prerequisite sandbox(RunnerSettings settings) throws InterruptedException {
    String mend = "Install bubblewrap and allow unprivileged user namespaces.";
    try {
      Sandbox.open(settings.sandbox()).requireWorking();
      return new Prerequisite("sandbox", true, "a box could be made", mend);
    } catch (SandboxException | IOException e) {
      return new Prerequisite("sandbox", false, String.valueOf(e.getMessage()), mend);
    }
  }

  private static Prerequisite folder(RunnerSettings settings) {
    Path folder = settings.sandbox().folder();
    String mend = "Choose a folder on tmpfs, such as /dev/shm, for runs.";
    try {
      boolean inMemory = Sandbox.isInMemory(folder);
      return new Prerequisite(
          "folder for runs", inMemory, folder + (inMemory ? "" : " is not on tmpfs"), mend);
    } catch (IOException e) {
      return new Prerequisite("folder for runs", false, String.valueOf(e.getMessage()), mend);
    }
  }
}
