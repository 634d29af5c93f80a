// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.runner.sandbox.BoxPlan;
import dev.kernellab.runner.sandbox.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The installed QEMU: its program and what it needs to start.
///
/// @param program absolute path of the executable itself
public record Emulator(Path program) {
  /// Shared libraries and firmware, as Debian, Ubuntu and Fedora place them.
  private static final List<String> NEEDS =
      List.of(
          "/usr/lib",
          "/usr/lib64",
          "/lib",
          "/lib64",
          "/etc/ld.so.cache",
          "/usr/share/qemu",
          "/usr/share/seabios",
          "/usr/share/vgabios");

  /// @param name a path, or a name to look for
  public static Emulator find(String name) throws IOException {
    Path program = Programs.find(name).toRealPath();
    if (isScript(program)) {
      // Debian wraps the executable into a shell script for Xen's sake.
      Path wrapped = Path.of("/usr/libexec").resolve(program.getFileName());
      if (!Files.isExecutable(wrapped)) {
        throw new IOException(program + ": is a script, and there is no " + wrapped);
      }
      return new Emulator(wrapped);
    }
    return new Emulator(program);
  }

  /// The one for processors of 64 bits, if it is installed.
  public static Optional<Emulator> findWide() {
    try {
      return Optional.of(find("qemu-system-x86_64"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Adds to a box what QEMU needs: no shell, no other program.
  BoxPlan show(BoxPlan plan) {
    NEEDS.forEach(place -> plan.show(Path.of(place)));
    return plan.show(program);
  }

  private static boolean isScript(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program)) {
      return in.read() == '#' && in.read() == '!';
    }
  }
}
