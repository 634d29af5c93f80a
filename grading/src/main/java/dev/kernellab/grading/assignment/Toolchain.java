// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import java.util.List;

/// What a build finds in its box at every lab, wherever its runners are: Debian's `gcc`,
/// `binutils`, `make`, `nasm`, `grub-common`, `xorriso` and what every Debian has.
public final class Toolchain {
  /// By name, sorted.
  public static final List<String> PROGRAMS =
      List.of(
          "addr2line",
          "ar",
          "as",
          "awk",
          "cat",
          "cc",
          "cmp",
          "cp",
          "cpp",
          "cut",
          "dd",
          "find",
          "gcc",
          "grep",
          "grub-file",
          "grub-mkrescue",
          "head",
          "ld",
          "ld.bfd",
          "make",
          "mkdir",
          "mv",
          "nasm",
          "nm",
          "objcopy",
          "objdump",
          "od",
          "perl",
          "printf",
          "ranlib",
          "readelf",
          "rm",
          "sed",
          "sh",
          "size",
          "sort",
          "strings",
          "strip",
          "tail",
          "test",
          "touch",
          "tr",
          "truncate",
          "xorriso");

  private Toolchain() {}
}
