// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// What was submitted.
public enum KernelKind {
  /// An archive of sources with a `Makefile` at its top.
  SOURCES,
  /// An ELF image with a Multiboot header.
  ELF,
  /// An ISO 9660 image that a BIOS can boot (El Torito).
  ISO,
  /// A raw image of a disk or a floppy, with a boot sector.
  DISK;

  /// Whether it can be booted like that; what sources are built into is not known before.
  public boolean boots(Boot.Way way) {
    return switch (this) {
      case SOURCES -> true;
      case ELF -> way.loadsElf();
      case ISO -> way == Boot.Way.ISO;
      case DISK -> way == Boot.Way.DISK;
    };
  }
}
