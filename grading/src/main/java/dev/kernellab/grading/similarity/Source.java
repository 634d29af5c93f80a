// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.similarity;

import java.util.List;

/// The C sources of one submission.
///
/// @param name who handed it in
public record Source(String name, List<File> files) {
  public Source {
    files = List.copyOf(files);
  }

  /// @param text whatever it is; never compiled, never run
  public record File(String path, String text) {}
}
