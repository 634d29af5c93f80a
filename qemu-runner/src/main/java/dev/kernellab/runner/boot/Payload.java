// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.Boot;
import java.util.List;

/// What is put into a machine to be booted; checked before.
///
/// @param way which of the others means what
/// @param content an ELF image, or that of a CD, a disk or a floppy
/// @param modules only with an ELF image
/// @param wide the kernel has 64 bits
@SuppressWarnings("ArrayRecordComponent") // read-only by convention, and large: copies would cost
public record Payload(Boot.Way way, byte[] content, List<ModuleFile> modules, boolean wide) {
  public Payload {
    modules = List.copyOf(modules);
  }

  public record ModuleFile(Boot.Module module, byte[] content) {}
}
