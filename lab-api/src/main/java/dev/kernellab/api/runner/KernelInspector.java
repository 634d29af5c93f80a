// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Looks at a submitted file before anything is done with it.
public interface KernelInspector {

  /// What the file is, by its content alone.
  ///
  /// @param way how it is wanted to be booted, if anything was said of that
  /// @throws dev.kernellab.api.web.Problem with the code of what is wrong with it
  KernelKind inspect(Path file, Optional<Boot.Way> way) throws IOException;
}
