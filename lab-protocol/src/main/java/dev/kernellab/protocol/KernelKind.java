// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// What was submitted.
public enum KernelKind {
  /// An archive of sources with a `Makefile` at its top.
  SOURCES,
  /// A 32-bit ELF image with a Multiboot header.
  ELF
}
