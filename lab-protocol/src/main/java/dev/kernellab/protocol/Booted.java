// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import java.util.List;

/// What was booted, and by what.
///
/// @param qemu its version, with its package's where it has one: `7.2.22 (Debian …)`
/// @param arguments QEMU's, the program first; paths are those inside its box
/// @param image SHA-256 of the ELF image, or of the image of a CD or a disk, in hexadecimal; of
///   what was built and has symbols or modules beside it, that of all these in one file
public record Booted(String qemu, List<String> arguments, String image) {
  public Booted {
    arguments = List.copyOf(arguments);
  }
}
