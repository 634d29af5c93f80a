// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.memory.DrawnRegisters;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.descriptor.SegmentDescriptor.Kind;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import dev.kernellab.protocol.Segments.Segment;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// GDT, IDT and TSS of 64-bit code, written out by hand from the figures of the Intel SDM, vol. 3.
/// Memory from 0 on is mapped at 0 and at -2 GiB, 0xD000 read-only and 0xE000 not at all.
class WideDescriptorsTest {
  private static final long HIGH = 0xFFFF_FFFF_8000_0000L;
  private static final int GDT = 0x5000;
  private static final int IDT = 0x6000;
  private static final int TSS = 0x7000;
  private static final Segment CODE = segment(8, 0, -1, 0x00AF_9A00);
  private static final Segment USER = segment(0x1B, 0, -1, 0x00AF_FA00);
  private static final Segment NULL = segment(0, 0, 0, 0);
  private static final Segment TASK = segment(0x28, HIGH + TSS, 103, 0x8B00);

  private final DrawnMemory memory = new DrawnMemory(16);
  private Registers registers =
      registers(new Segments(CODE, NULL, NULL, NULL, TASK), true, 55, 15 * 16 - 1);

  WideDescriptorsTest() {
    memory.putLong(0x1000, 0x2003).putLong(0x1FF8, 0x2003);
    memory.putLong(0x2000, 0x3003).putLong(0x2FF0, 0x3003).putLong(0x3000, 0x4003);
    for (int page = 0; page < 16; page++) {
      memory.putLong(0x4000 + page * 8L, page << 12 | (page == 13 ? 1 : page == 14 ? 0 : 3));
    }
    memory
        .putLong(GDT + 8, 0x00AF_9A00_0000_FFFFL)
        .putLong(GDT + 16, 0x00CF_9200_0000_FFFFL)
        .putLong(GDT + 24, 0x00CF_FA00_0000_FFFFL)
        .putLong(GDT + 32, 0x00CF_F200_0000_FFFFL)
        .putLong(GDT + 40, 0x8000_8B00_7000_0067L)
        .putLong(GDT + 48, 0x0000_0000_FFFF_FFFFL);
    gate(8, 0x8000_8E01_0008_8200L, 0xFFFF_FFFFL);
    gate(14, 0x8000_8F00_0008_8123L, 0xFFFF_FFFFL);
    memory
        .putLong(TSS + 4, HIGH + 0xC000)
        .putLong(TSS + 36, HIGH + 0xB008)
        .put(TSS + 100, 0x0068_0000);
  }

  @Test
  void systemDescriptorsAndGatesHave16Bytes() {
    DescriptorTables tables = read();

    assertThat(tables.isWide()).isTrue();
    assertThat(tables.gdtUnread() + tables.idtUnread()).isZero();
    assertThat(tables.segments()).containsOnlyKeys(1, 2, 3, 4, 5);
    assertThat(requireNonNull(tables.segments().get(1)).is64Bit()).isTrue();
    assertThat(requireNonNull(tables.segments().get(5)).kind()).isEqualTo(Kind.TSS_BUSY);
    assertThat(requireNonNull(tables.segments().get(5)).base()).isEqualTo(HIGH + TSS);
    assertThat(requireNonNull(tables.segments().get(5)).limit()).isEqualTo(103);
    assertThat(tables.gates()).containsOnlyKeys(8, 14);
    assertThat(requireNonNull(tables.gates().get(8)).interruptStack()).isEqualTo(1);
    assertThat(requireNonNull(tables.gates().get(14)).kind()).isEqualTo(GateDescriptor.Kind.TRAP);
    assertThat(tables.handlers())
        .containsExactly(new LinearAddress(HIGH + 0x8123), new LinearAddress(HIGH + 0x8200));
    assertThat(tables.task().orElseThrow())
        .isEqualTo(
            new TaskState.Of64Bits(
                new LinearAddress(HIGH + TSS),
                List.of(new Hex64(HIGH + 0xC000), new Hex64(0), new Hex64(0)),
                quads(HIGH + 0xB008, 0, 0, 0, 0, 0, 0),
                0x68));
    assertThat(problems()).isEmpty();
  }

  /// Table 3-2: what IA-32e mode has no more.
  @ParameterizedTest
  @CsvSource({
    "0x82, LDT", "0x85, RESERVED", "0x89, TSS_AVAILABLE", "0x8B, TSS_BUSY", "0x8C, CALL_GATE",
    "0x81, RESERVED", "0x83, RESERVED", "0x86, RESERVED", "0x9A, CODE", "0x92, DATA"
  })
  void aSegmentIsOfAKind(int access, Kind kind) {
    var segment = new SegmentDescriptor((long) access << 40, 0, true);

    assertThat(segment.kind()).isEqualTo(kind);
    assertThat(segment.hasUpperHalf())
        .isEqualTo(List.of("LDT", "TSS_AVAILABLE", "TSS_BUSY", "CALL_GATE").contains(kind.name()));
  }

  /// Eight bytes that are other than above, and all that is said of it.
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0x60E8 | 0x0000000000008000 | Gate 14 (page fault) leads to 0x800080008123, which is no \
          address: bits 63 to 48 do not repeat bit 47.
          0x60E0 | 0x80008E000008E123 | Gate 14 (page fault) leads to 0xFFFFFFFF8000E123, which is \
          not mapped: PTE 14 of PDE 0 of PDPTE 510 of PML4E 511 is not present.
          0x60E0 | 0x80008E0000088000 | Gate 14 (page fault) leads to 0xFFFFFFFF80008000, where the \
          image has no code.
          0x60E0 | 0x80008E0000188123 | Gate 14 (page fault) has selector 0x18: entry 3 of the GDT is \
          a code segment of 32 bits, not of 64.
          0x60E0 | 0x80008E0000108123 | Gate 14 (page fault) has selector 0x10: entry 2 of the GDT is \
          a data segment, not a code segment.
          0x60E0 | 0x80008E0000308123 | Gate 14 (page fault) has selector 0x30: entry 6 of the GDT is \
          the second half of the one before it.
          0x60E0 | 0x8000850000088123 | Gate 14 (page fault) has a type that a 64-bit IDT cannot hold.
          0x60E0 | 0x80008E0200088123 | Gate 14 (page fault) wants the stack IST2, which is 0x00000000: \
          nobody has set it.
          0x7024 | 0xFFFFFFFF8000F000 | Gate 8 (double fault) wants the stack IST1, which is \
          0xFFFFFFFF8000F000: nothing is mapped below it: PTE 14 of PDE 0 of PDPTE 510 of PML4E 511 is \
          not present.
          0x7024 | 0xFFFFFFFF8000E000 | Gate 8 (double fault) wants the stack IST1, which is \
          0xFFFFFFFF8000E000: what is below it is mapped read-only.
          0x702C | 0x8000000000000000 | IST2 is 0x8000000000000000, which is no address: bits 63 to 48 \
          do not repeat bit 47.
          0x7004 | 0x00FFFFFF8000C000 | RSP0 is 0xFFFFFF8000C000, which is no address: bits 63 to 48 do \
          not repeat bit 47.
          0x5028 | 0x8000890070000067 | TR holds selector 0x28: entry 5 of the GDT is a TSS, available, \
          not a TSS, busy.
          0x5030 | 0x00AF9A000000FFFF | Entry 5 is a TSS, busy, which has 16 bytes in 64-bit mode: what \
          follows is no second half, 0x00AF9A000000FFFF.
          0x5030 | 0x0000000080000000 | Entry 5 is a TSS, busy. Its base is 0x8000000080007000, which \
          is no address: bits 63 to 48 do not repeat bit 47.
          0x5008 | 0x00CF9A000000FFFF | CS holds selector 0x08: entry 1 of the GDT is a code segment of \
          32 bits, not of 64. / Gate 8 (double fault) has selector 0x08: entry 1 of the GDT is a code \
          segment of 32 bits, not of 64. / Gate 14 (page fault) has selector 0x08: entry 1 of the GDT \
          is a code segment of 32 bits, not of 64.
          """)
  void whatCannotWorkIsTold(String at, String value, String problems) {
    memory.putLong(Long.decode(at), Long.parseUnsignedLong(value.substring(2), 16));

    assertThat(problems()).containsExactly(problems.split(" / "));
  }

  @Test
  void lAndDTogetherAreReserved() {
    memory.putLong(GDT + 8, 0x00EF_9A00_0000_FFFFL);

    assertThat(problems().getFirst())
        .isEqualTo(
            "CS holds selector 0x08: entry 1 of the GDT has both L and D set, which is reserved.");
  }

  /// A system descriptor written as the last of eight bytes, and an IDT of such gates.
  @Test
  void limitsOf32BitTablesCutOff() {
    registers = registers(new Segments(CODE, NULL, NULL, NULL, TASK), true, 47, 14 * 8 + 7);

    assertThat(problems())
        .containsExactly(
            "Entry 5 is a TSS, busy, which has 16 bytes in 64-bit mode: the GDT's limit of 47 cuts it"
                + " off.",
            "The limit is 119; a table of n gates has limit 16 n - 1.");
    assertThat(new DescriptorChecks(read(), space(), address -> true).gateProblem(14))
        .contains("The IDT ends before gate 14 (page fault): its limit is 119");
  }

  @Test
  void aTaskStateThatIsTooShortOrNowhere() {
    registers =
        with(new Segments(CODE, NULL, NULL, NULL, segment(0x28, HIGH + 0xE000, 50, 0x8B00)));

    assertThat(problems())
        .containsExactly(
            "The limit is 50; a TSS has at least 104 bytes.",
            "It is at 0xFFFFFFFF8000E000, which is not mapped: PTE 14 of PDE 0 of PDPTE 510 of PML4E"
                + " 511 is not present.");
  }

  @Test
  void gatesThatWantAStackWantATaskState() {
    registers = with(new Segments(CODE, NULL, NULL, NULL, NULL));

    assertThat(problems())
        .containsExactly("Gate 8 (double fault) wants the stack IST1, and no TSS is loaded.");
  }

  /// RSP0 counts while user code runs; a stack segment, too.
  @Test
  void userCodeNeedsStacks() {
    memory.putLong(GDT + 24, 0x00AF_FA00_0000_FFFFL).putLong(TSS + 4, 0);
    registers = with(new Segments(USER, segment(0x23, 0, -1, 0x00CF_F300), NULL, NULL, TASK));
    assertThat(problems())
        .containsExactly(
            "RSP0 is 0x00000000, and nothing is mapped below it: PDPTE 511 of PML4E 511 is not"
                + " present.");

    registers = with(new Segments(USER, segment(3, 0, 0, 0), NULL, NULL, NULL));
    assertThat(problems())
        .contains(
            "SS holds selector 0x03: it is the null selector.",
            "User code runs and no TSS is loaded: no interrupt can find the kernel's stack.");
  }

  /// EFER.LMA decides about the tables, CS.L about segments: those of 32-bit code count.
  @Test
  void compatibilityModeHasTheSameTables() {
    Segment code = segment(0x18, 0, -1, 0x00CF_9A00);
    registers = registers(new Segments(code, NULL, NULL, NULL, TASK), false, 55, 15 * 16 - 1);

    assertThat(read().isWide()).isTrue();
    assertThat(read().executes64Bits()).isFalse();
    assertThat(read().gates()).containsOnlyKeys(8, 14);
    assertThat(problems()).containsExactly("SS holds selector 0x00: it is the null selector.");
  }

  private DescriptorTables read() {
    return DescriptorTables.read(registers, new LinearMemory(space(), memory));
  }

  private List<String> problems() {
    return new DescriptorChecks(
            read(), space(), address -> address > HIGH + 0x8100 && address < HIGH + 0x8300)
        .problems().stream().map(DescriptorProblem::message).toList();
  }

  private AddressSpace space() {
    return AddressSpace.read(registers, memory);
  }

  private void gate(int vector, long first, long second) {
    memory.putLong(IDT + vector * 16L, first).putLong(IDT + vector * 16L + 8, second);
  }

  private Registers with(Segments segments) {
    return registers(segments, true, 55, 15 * 16 - 1);
  }

  /// @param wide CS.L
  private static Registers registers(Segments segments, boolean wide, int gdtLimit, int idtLimit) {
    DrawnRegisters drawn =
        DrawnRegisters.of(DrawnMemory.PG, 0x1000, DrawnMemory.PAE)
            .with("efer", new Hex32(0x500))
            .with("gdtBase", new LinearAddress(HIGH + GDT))
            .with("gdtLimit", gdtLimit)
            .with("idtBase", new LinearAddress(HIGH + IDT))
            .with("idtLimit", idtLimit)
            .with("segments", segments);
    return (wide ? drawn.with("wide", DrawnRegisters.wide("cr3", 0x1000)) : drawn).registers();
  }

  private static Segment segment(int selector, long base, int limit, int flags) {
    return new Segment(selector, new LinearAddress(base), new Hex32(limit), new Hex32(flags));
  }

  private static List<Hex64> quads(long... values) {
    return LongStream.of(values).mapToObj(Hex64::new).toList();
  }
}
