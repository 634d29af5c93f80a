// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.runner.submission.SubmissionRejectedException;

/// The ELF header (System V ABI, chapter 4), once it is known to be that of an i386 executable.
///
/// @param entry linear address of the first instruction
/// @param segments file offset of the program headers
/// @param sections file offset of the section headers
record ElfHeader(long entry, long segments, int segmentCount, long sections, int sectionCount) {
  static final int SEGMENT_SIZE = 32;
  static final int SECTION_SIZE = 40;
  private static final int HEADER_SIZE = 52;
  private static final int MOST_SEGMENTS = 64;
  private static final int MOST_SECTIONS = 512;
  private static final int CLASS_32 = 1;
  private static final int LITTLE_ENDIAN = 1;
  private static final int MACHINE_386 = 3;
  private static final int TYPE_EXECUTABLE = 2;

  static boolean isElf(byte[] start) {
    return start.length >= 4
        && start[0] == 0x7F
        && start[1] == 'E'
        && start[2] == 'L'
        && start[3] == 'F';
  }

  static ElfHeader read(ImageBytes file) throws SubmissionRejectedException {
    if (file.length() < HEADER_SIZE) {
      throw ImageBytes.invalid("it is shorter than an ELF header");
    }
    requireI386(file);
    var header =
        new ElfHeader(file.u32(24), file.u32(28), file.u16(44), file.u32(32), file.u16(48));
    header.requireTables(file);
    return header;
  }

  private static void requireI386(ImageBytes file) throws SubmissionRejectedException {
    int elfClass = file.u8(4);
    int machine = file.u16(18);
    int type = file.u16(16);
    if (elfClass != CLASS_32) {
      throw unsupported(elfClass == 2 ? "a 64-bit image" : "of ELF class " + elfClass);
    }
    if (file.u8(5) != LITTLE_ENDIAN) {
      throw unsupported("big-endian");
    }
    if (machine != MACHINE_386) {
      throw unsupported("for ELF machine " + machine + (machine == 40 ? " (ARM)" : ""));
    }
    if (type != TYPE_EXECUTABLE) {
      throw unsupported(
          switch (type) {
            case 1 -> "an object file that has not been linked";
            case 3 -> "a shared object or position-independent executable (link with -no-pie)";
            default -> "of ELF type " + type;
          });
    }
  }

  private void requireTables(ImageBytes file) throws SubmissionRejectedException {
    if (segmentCount == 0) {
      throw ImageBytes.invalid("it has no program headers, so nothing would be loaded");
    }
    if (segmentCount > MOST_SEGMENTS || sectionCount > MOST_SECTIONS) {
      throw ImageBytes.invalid(
          segmentCount
              + " program headers and "
              + sectionCount
              + " sections; the lab reads up to "
              + MOST_SEGMENTS
              + " and "
              + MOST_SECTIONS);
    }
    if (file.u16(42) != SEGMENT_SIZE || (sectionCount > 0 && file.u16(46) != SECTION_SIZE)) {
      throw ImageBytes.invalid("its header entries have a size that is not ELF32's");
    }
    file.place("program header table", segments, (long) segmentCount * SEGMENT_SIZE);
    file.place("section header table", sections, (long) sectionCount * SECTION_SIZE);
  }

  static SubmissionRejectedException unsupported(String what) {
    return new SubmissionRejectedException(
        "IMAGE_UNSUPPORTED",
        "The kernel image is "
            + what
            + ". The lab boots 32-bit i386 ELF executables: build with gcc -m32 and link with -m"
            + " elf_i386.");
  }
}
