// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.PagingMode;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Page tables as we capture and decode them, against what QEMU itself says of the same kernel: an
/// emulator started here by hand, asked by `info tlb` and `info mem`. Neither shares any code with
/// the other.
class PagingOracleIT {
  /// Every combination of flags and many frames, a 4 MiB page, and a directory that refers to
  /// itself.
  private static final String KERNEL =
      """
        mov $0x202000, %edi        # a page table for the first 4 MiB: the kernel keeps running
        mov $3, %eax
      1: mov %eax, (%edi)
        add $0x1000, %eax
        add $4, %edi
        cmp $0x203000, %edi
        jb 1b
        mov $0, %eax               # a page table of all sorts at 4 MiB
      2: mov %eax, %ecx
        imul $0x7000, %eax, %ebx
        and $7, %ecx
        or %ecx, %ebx
        mov %ebx, (%edi)
        add $4, %edi
        inc %eax
        cmp $0x204000, %edi
        jb 2b
        movl $0x202007, 0x201000
        movl $0x203007, 0x201004
        movl $0x00800083, 0x201C00 # 3 GiB, 4 MiB page
        movl $0x00C00087, 0x201C04
        movl $0x201003, 0x201FFC
        mov $0x201000, %eax
        mov %eax, %cr3
        mov %cr4, %eax
        or $0x10, %eax
        mov %eax, %cr4
        mov %cr0, %eax
        or $0x80000000, %eax
        mov %eax, %cr0
      3: hlt
        jmp 3b
      """;

  /// Tables of 8-byte entries: the first 2 MiB by pages, 2 MiB of all sorts, large pages after
  /// them; the directory is at 0x202000, and what leads to it at 0x201000.
  private static final String WIDE_TABLES =
      """
        mov $0x204000, %edi
        mov $3, %eax
      1: mov %eax, (%edi)
        movl $0, 4(%edi)
        add $0x1000, %eax
        add $8, %edi
        cmp $0x205000, %edi
        jb 1b
        mov $0, %eax
      2: mov %eax, %ecx
        imul $0x7000, %eax, %ebx
        and $7, %ecx
        or %ecx, %ebx
        mov %ebx, (%edi)
        movl $0, 4(%edi)
        add $8, %edi
        inc %eax
        cmp $0x206000, %edi
        jb 2b
        movl $0x204007, 0x202000
        movl $0x205007, 0x202008
        movl $0x00800083, 0x202010
        movl $0x00A00087, 0x202018
        mov %cr4, %eax
        or $0x20, %eax             # PAE
        mov %eax, %cr4
      """;

  private static final String SWITCH_ON =
      """
        mov $0x201000, %eax
        mov %eax, %cr3
        mov %cr0, %eax
        or $0x80000000, %eax
        mov %eax, %cr0
      3: hlt
        jmp 3b
      """;

  /// The same directory at 0 and, through the fourth pointer, at 3 GiB.
  private static final String PAE =
      WIDE_TABLES
          + """
        movl $0x202001, 0x201000
        movl $0x202001, 0x201018
      """
          + SWITCH_ON;

  /// The same directory at 0, and at the top where users may not read.
  private static final String FOUR_LEVELS =
      WIDE_TABLES
          + """
        movl $0x206007, 0x201000
        movl $0x206003, 0x201FF8
        movl $0x202007, 0x206000
        mov $0xC0000080, %ecx      # EFER.LME
        rdmsr
        or $0x100, %eax
        wrmsr
      """
          + SWITCH_ON;

  /// Linear address, physical address, flags: `00000000c0000000: 0000000000800000 --P----W`.
  private static final Pattern PAGE =
      Pattern.compile("^([0-9a-f]{8,16}): ([0-9a-f]{8,16}) ([-A-Z]+)\\s*$", Pattern.MULTILINE);

  @TempDir Path folder;

  /// First and last linear address, length, rights: `f0000000-f0400000 00400000 -rw`.
  private static final Pattern RIGHTS =
      Pattern.compile(
          "^([0-9a-f]{8,16})-([0-9a-f]{8,16}) [0-9a-f]{8,16} ([-u])r([-w])\\s*$",
          Pattern.MULTILINE);

  private record Page(long linear, long physical, boolean large) {}

  /// @param end the address after the last
  private record Range(long start, long end, boolean user, boolean writable) {}

  private record Oracle(List<Page> pages, List<Range> ranges) {}

  static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of(PagingMode.BITS_32, KERNEL, Machine.Cpu.QEMU32),
        Arguments.of(PagingMode.PAE, PAE, Machine.Cpu.QEMU32),
        Arguments.of(PagingMode.LEVELS_4, FOUR_LEVELS, Machine.Cpu.QEMU64));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void weSeeWhatQemuSees(PagingMode mode, String text, Machine.Cpu cpu) throws Exception {
    Path kernel = Kernels.elf(folder, text);
    Oracle oracle = askQemu(kernel, cpu);
    assertThat(oracle.pages()).hasSizeGreaterThan(1_000).anyMatch(Page::large);
    assertThat(oracle.ranges()).hasSizeGreaterThan(100).anyMatch(Range::user);

    try (LabBench bench = new LabBench()) {
      var run = bench.run(LabBench.requestWithCpu(cpu), kernel);
      Capture last = run.captures(Capture.Reason.FINAL).getFirst();
      CapturedMemory memory = CapturedMemory.EMPTY;
      for (RunEvent.SnapshotTaken taken : run.all(RunEvent.SnapshotTaken.class)) {
        memory = memory.after(taken.capture());
      }
      AddressSpace space = AddressSpace.read(last.registers(), memory);
      assertThat(space.mode()).isEqualTo(mode);

      assertSamePages(space, oracle.pages());
      assertSameRights(space, oracle.ranges());
    }
  }

  private static void assertSamePages(AddressSpace space, List<Page> pages) {
    for (Page page : pages) {
      assertThat(translate(space, page.linear()).physical().value())
          .as("%s", page)
          .isEqualTo(page.physical());
    }
    AddressSpace.EntryCounts counts = space.entryCounts();
    int large = (int) pages.stream().filter(Page::large).count();
    assertThat(counts.largePages()).isEqualTo(large);
    assertThat(counts.pages()).isEqualTo(pages.size() - large);
  }

  private static void assertSameRights(AddressSpace space, List<Range> ranges) {
    for (Range range : ranges) {
      for (long linear = range.start(); linear < range.end(); linear += 4096) {
        Translation.Mapped mapped = translate(space, linear);
        assertThat(mapped.user()).as("%s", mapped).isEqualTo(range.user());
        assertThat(mapped.writable()).as("%s", mapped).isEqualTo(range.writable());
      }
    }
  }

  private static Translation.Mapped translate(AddressSpace space, long linear) {
    Translation translation = space.translate(new LinearAddress(linear));
    assertThat(translation).isInstanceOf(Translation.Mapped.class);
    return (Translation.Mapped) translation;
  }

  private static Oracle askQemu(Path kernel, Machine.Cpu cpu) throws Exception {
    Process qemu =
        new ProcessBuilder(
                cpu.isWide() ? "qemu-system-x86_64" : "qemu-system-i386",
                "-nodefaults",
                "-display",
                "none",
                "-m",
                "64",
                "-monitor",
                "stdio",
                "-cpu",
                cpu.word(),
                "-kernel",
                kernel.toString())
            .redirectErrorStream(true)
            .start();
    try {
      var said =
          new BufferedReader(
              new InputStreamReader(qemu.getInputStream(), StandardCharsets.ISO_8859_1));
      String registers;
      do {
        registers = ask(qemu, said, "info registers");
      } while (!registers.contains("HLT=1"));
      return new Oracle(
          pagesIn(ask(qemu, said, "info tlb")), rangesIn(ask(qemu, said, "info mem")));
    } finally {
      qemu.destroyForcibly().waitFor();
    }
  }

  private static List<Page> pagesIn(String text) {
    var pages = new ArrayList<Page>();
    for (Matcher page = PAGE.matcher(text); page.find(); ) {
      boolean large = page.group(3).contains("P");
      pages.add(new Page(hex(page.group(1)), hex(page.group(2)), large));
    }
    return pages;
  }

  private static List<Range> rangesIn(String text) {
    var ranges = new ArrayList<Range>();
    for (Matcher range = RIGHTS.matcher(text); range.find(); ) {
      boolean user = range.group(3).equals("u");
      boolean writable = range.group(4).equals("w");
      ranges.add(new Range(hex(range.group(1)), hex(range.group(2)), user, writable));
    }
    return ranges;
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }

  /// Asks, then asks something that is answered by a line we know.
  private static String ask(Process qemu, BufferedReader said, String question) throws Exception {
    OutputStream in = qemu.getOutputStream();
    in.write((question + "\nprint 0x7e57\n").getBytes(StandardCharsets.US_ASCII));
    in.flush();
    var answer = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals("0x7e57")) {
        return answer.toString();
      }
      answer.append(line).append('\n');
    }
    throw new IllegalStateException("QEMU has ended: " + answer);
  }
}
