// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Finds programs where a system keeps them, whatever the caller's own `PATH` says.
public final class Programs {
  static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  private Programs() {}

  /// @param program a path, or a name to look for
  /// @return its absolute path
  public static Path find(String program) throws IOException {
    if (program.contains("/")) {
      return Path.of(program).toAbsolutePath();
    }
    for (String folder : PATH.split(":")) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new NoSuchFileException(program, null, "not installed; looked in " + PATH);
  }
}
