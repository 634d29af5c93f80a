// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.suite;

import dev.kernellab.cli.KernelFile;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.suite.Suite.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Packs kernels for upload, the solution's with changes.
final class Kernels {
  private Kernels() {}

  /// @throws UsageProblem when an edit no longer fits the solution
  static byte[] packed(Path folder, String name, List<Edit> edits) {
    Map<String, String> changed = new HashMap<>();
    for (Edit edit : edits) {
      String text = changed.computeIfAbsent(edit.file(), file -> text(folder, file, name));
      int at = text.indexOf(edit.replace());
      if (at < 0 || text.indexOf(edit.replace(), at + 1) >= 0) {
        throw new UsageProblem(
            "\"%s\": what it replaces in %s stands there %s, expected once: %s"
                .formatted(
                    name, edit.file(), at < 0 ? "not at all" : "more than once", edit.replace()));
      }
      changed.put(
          edit.file(),
          text.substring(0, at) + edit.with() + text.substring(at + edit.replace().length()));
    }
    Map<String, byte[]> bytes = new HashMap<>();
    changed.forEach((file, text) -> bytes.put(file, text.getBytes(StandardCharsets.UTF_8)));
    return KernelFile.changed(folder, bytes).bytes();
  }

  private static String text(Path folder, String file, String name) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("\"" + name + "\": " + file + " cannot be read", e);
    }
  }
}
