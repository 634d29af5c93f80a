// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a box contains and what is executed in it. A new plan contains nothing at all.
public final class BoxPlan {
  private final List<String> mounts = new ArrayList<>();
  private final List<String> command;
  private final BoxLimits limits;
  private boolean single;

  public BoxPlan(BoxLimits limits, List<String> command) {
    this.limits = limits;
    this.command = List.copyOf(command);
  }

  /// Shows a file or directory of the host, read-only, at the same place; a symbolic link is shown
  /// as one. What the host lacks, the box lacks.
  public BoxPlan show(Path path) {
    if (Files.isSymbolicLink(path)) {
      mounts.addAll(List.of("--symlink", linkTarget(path), path.toString()));
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      mounts.addAll(List.of("--ro-bind", path.toString(), path.toString()));
    }
    return this;
  }

  /// Shows something of the host elsewhere in the box, read-only.
  public BoxPlan showAt(Path path, String place) {
    mounts.addAll(List.of("--ro-bind", path.toString(), place));
    return this;
  }

  /// Lets the box write one file or directory of the host.
  public BoxPlan writableAt(Path path, String place) {
    mounts.addAll(List.of("--bind", path.toString(), place));
    return this;
  }

  public BoxPlan processes() {
    mounts.addAll(List.of("--proc", "/proc"));
    return this;
  }

  /// The command keeps itself from making processes.
  public BoxPlan single() {
    single = true;
    return this;
  }

  boolean isSingle() {
    return single;
  }

  List<String> mounts() {
    return mounts;
  }

  /// What is executed, seen from inside.
  public List<String> command() {
    return command;
  }

  BoxLimits limits() {
    return limits;
  }

  private static String linkTarget(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
