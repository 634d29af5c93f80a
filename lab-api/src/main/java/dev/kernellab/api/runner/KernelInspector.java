// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.protocol.KernelKind;
import java.io.IOException;
import java.nio.file.Path;

/// Looks at a submitted file before anything is done with it.
public interface KernelInspector {

  /// What the file is, by its content alone.
  ///
  /// @throws dev.kernellab.api.web.Problem with the code of what is wrong with it
  KernelKind inspect(Path file) throws IOException;
}
