// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// Whom the processes of a box belong to on the host. As root each slot has a user of its own, with
/// no right to anything; otherwise it is the user who started the lab, and the box alone protects
/// what is theirs.
public final class BoxUser {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> PASSABLE =
      PosixFilePermissions.fromString("rwx--x--x");

  private final boolean root;
  private final int firstUid;

  BoxUser(boolean root, int firstUid) {
    this.root = root;
    this.firstUid = firstUid;
  }

  static BoxUser ofThisProcess(int firstUid) throws IOException {
    Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return new BoxUser(uid.equals(0), firstUid);
  }

  boolean isRoot() {
    return root;
  }

  List<String> become(int slot) {
    String uid = String.valueOf(firstUid + slot);
    return root
        ? List.of(
            "setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "--no-new-privs", "--")
        : List.of();
  }

  /// Makes a directory that box users can pass through but not list.
  void makePassable(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, root ? PASSABLE : PRIVATE);
  }

  /// Lets the users of one slot read, and with `rw` write, what is ours.
  ///
  /// @param permissions of the group: such as `r--` or `rw-`
  void share(Path path, int slot, String permissions) throws IOException {
    if (root) {
      Files.setAttribute(path, "unix:gid", firstUid + slot);
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString("rwx" + permissions + "---"));
    }
  }
}
