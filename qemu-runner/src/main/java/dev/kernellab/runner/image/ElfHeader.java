// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.submission.SubmissionRejectedException;

/// The ELF header (System V ABI, chapter 4), once it is known to be that of an executable for i386,
/// or for x86-64, whose tables have the same fields in other places.
///
/// @param wide of 64 bits
/// @param entry linear address of the first instruction
/// @param segments file offset of the program headers
/// @param sections file offset of the section headers
record ElfHeader(
    boolean wide, long entry, long segments, int segmentCount, long sections, int sectionCount) {
  private static final int MOST_SEGMENTS = 64;
  private static final int MOST_SECTIONS = 512;
  private static final int CLASS_32 = 1;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int MACHINE_386 = 3;
  private static final int MACHINE_X86_64 = 62;
  private static final int TYPE_EXECUTABLE = 2;

  static boolean isElf(byte[] start) {
    return start.length >= 4
        && start[0] == 0x7F
        && start[1] == 'E'
        && start[2] == 'L'
        && start[3] == 'F';
  }

  static ElfHeader read(ImageBytes file) throws SubmissionRejectedException {
    if (file.length() < 52) {
      throw ImageBytes.invalid("it is shorter than an ELF header");
    }
    requireX86(file);
    boolean wide = file.u8(4) == CLASS_64;
    var header =
        wide
            ? new ElfHeader(
                true, file.u64(24), file.u64(32), file.u16(56), file.u64(40), file.u16(60))
            : new ElfHeader(
                false, file.u32(24), file.u32(28), file.u16(44), file.u32(32), file.u16(48));
    header.requireTables(file);
    if (!LinearAddress.isCanonical(header.entry())) {
      throw ImageBytes.invalid("its entry point is no address");
    }
    return header;
  }

  int segmentSize() {
    return wide ? 56 : 32;
  }

  int sectionSize() {
    return wide ? 64 : 40;
  }

  long section(int index) {
    return sections + (long) index * sectionSize();
  }

  private static void requireX86(ImageBytes file) throws SubmissionRejectedException {
    int elfClass = file.u8(4);
    int machine = file.u16(18);
    int type = file.u16(16);
    if (elfClass != CLASS_32 && elfClass != CLASS_64) {
      throw unsupported("of ELF class " + elfClass);
    }
    if (file.u8(5) != LITTLE_ENDIAN) {
      throw unsupported("big-endian");
    }
    if (machine != (elfClass == CLASS_64 ? MACHINE_X86_64 : MACHINE_386)) {
      throw unsupported(
          (elfClass == CLASS_64 ? "64-bit, " : "32-bit, ")
              + "for ELF machine "
              + machine
              + (machine == 40 ? " (ARM)" : ""));
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
    int sizes = wide ? 54 : 42;
    if (file.u16(sizes) != segmentSize()
        || (sectionCount > 0 && file.u16(sizes + 4) != sectionSize())) {
      throw ImageBytes.invalid("its header entries have a size that is not ELF's");
    }
    file.place("program header table", segments, (long) segmentCount * segmentSize());
    file.place("section header table", sections, (long) sectionCount * sectionSize());
  }

  static SubmissionRejectedException unsupported(String what) {
    return new SubmissionRejectedException(
        "IMAGE_UNSUPPORTED",
        "The kernel image is "
            + what
            + ". The lab boots ELF executables for i386 (build with gcc -m32, link with -m elf_i386)"
            + " and, by GRUB, for x86-64.");
  }
}
