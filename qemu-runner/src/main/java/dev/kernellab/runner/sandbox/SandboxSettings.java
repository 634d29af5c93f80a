// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.nio.file.Path;

/// @param bubblewrap the program, as a path or a name to look for
/// @param folder where runs keep their sockets and memory dumps; on tmpfs, with a short path
/// @param firstUid as root, box number n runs as this user id plus n
public record SandboxSettings(String bubblewrap, Path folder, int firstUid) {
  public static final SandboxSettings DEFAULT =
      new SandboxSettings("bwrap", defaultFolder(), 64_000);

  public SandboxSettings withFolder(Path other) {
    return new SandboxSettings(bubblewrap, other, firstUid);
  }

  /// A user's own tmpfs where there is one. Not root's: the users that boxes run as could not
  /// enter.
  private static Path defaultFolder() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    boolean usable =
        runtime != null
            && runtime.length() <= 40
            && !System.getProperty("user.name").equals("root");
    return usable ? Path.of(runtime) : Path.of("/dev/shm");
  }
}
