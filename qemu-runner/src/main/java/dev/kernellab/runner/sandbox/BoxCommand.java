// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line that makes a box: drop to a user of its own, set limits, make the scratch
/// space, leave the host's namespaces, drop everything, start. Each program replaces the one before
/// it, so that there is one process to kill.
final class BoxCommand {
  private static final int GRACE_SECONDS = 5;

  private static final List<String> CONFINEMENT =
      List.of(
          "--unshare-all",
          "--unshare-user",
          "--disable-userns",
          "--die-with-parent",
          "--as-pid-1",
          "--new-session",
          "--cap-drop",
          "ALL",
          "--clearenv",
          "--uid",
          "1000",
          "--gid",
          "1000",
          "--hostname",
          "lab");

  /// Where the box sees its scratch space.
  private static final String SCRATCH = "/tmp";

  private final Path bubblewrap;
  private final BoxUser user;

  BoxCommand(Path bubblewrap, BoxUser user) {
    this.bubblewrap = bubblewrap;
    this.user = user;
  }

  /// @param scratch an empty directory that the box's private tmpfs is mounted on
  List<String> of(BoxPlan plan, int slot, Path scratch) {
    BoxLimits limits = plan.limits();
    var words = new ArrayList<String>(user.become(slot));
    words.addAll(limitsBefore(limits));
    boolean hasScratch = limits.scratchBytes() > 0;
    if (hasScratch) {
      words.addAll(mountScratch(limits, scratch));
    }
    words.add(bubblewrap.toString());
    words.addAll(CONFINEMENT);
    words.addAll(plan.mounts());
    words.addAll(List.of("--dev", "/dev", "--remount-ro", "/dev"));
    if (hasScratch) {
      words.addAll(List.of("--bind", scratch.toString(), SCRATCH, "--chdir", SCRATCH));
    }
    words.addAll(List.of("--remount-ro", "/"));
    words.addAll(List.of("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LC_ALL", "C.UTF-8"));
    words.addAll(List.of("--setenv", "HOME", SCRATCH, "--"));
    words.addAll(plan.command());
    return words;
  }

  /// One thread's processor time never exceeds the wall clock's, which is watched and can say what
  /// happened; the kernel's own limit, which cannot, is for many threads and for the watcher's
  /// death.
  private static List<String> limitsBefore(BoxLimits limits) {
    return List.of(
        "prlimit",
        "--core=0",
        "--nofile=" + BoxLimits.OPEN_FILES,
        "--fsize=" + BoxLimits.FILE_BYTES,
        "--memlock=0",
        "--as=" + limits.addressSpaceBytes(),
        "--cpu=" + (limits.wall().toSeconds() + GRACE_SECONDS),
        "--");
  }

  /// bubblewrap can limit a tmpfs in bytes but not in files, so it is made one step before: in a
  /// mount namespace that ends with the box, and with it whatever was written.
  private static List<String> mountScratch(BoxLimits limits, Path scratch) {
    String options =
        "size="
            + limits.scratchBytes()
            + ",nr_inodes="
            + BoxLimits.SCRATCH_INODES
            + ",mode=0700,nosuid,nodev";
    return List.of(
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "--",
        "sh",
        "-c",
        "mount -t tmpfs -o " + options + " tmpfs \"$0\" && exec \"$@\"",
        scratch.toString());
  }
}
