// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images written byte by byte after the ELF and Multiboot specifications, each wrong in one place.
class KernelImageTest {
  private static final int CODE = 0x1000;
  private static final int SYMBOLS = 0x2000;
  private static final int STRINGS = 0x2100;
  private static final int SECTIONS = 0x2200;

  @Test
  void aSoundImage() throws Exception {
    KernelImage image = KernelImage.read(image(bytes -> {}));

    assertThat(image.entry()).isEqualTo(new LinearAddress(0xC010000CL));
    assertThat(image.physicalEnd()).isEqualTo(0x103000);
    assertThat(image.symbols())
        .containsExactly(Map.entry("checkpoint_idle", new LinearAddress(0xC0100020L)));
  }

  @Test
  void aStrippedImageHasNoSymbols() throws Exception {
    assertThat(KernelImage.read(image(bytes -> bytes.putShort(48, (short) 0))).symbols()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2, 64-bit",
    "5, 2, big-endian",
    "18, 40, ARM",
    "18, 62, machine 62",
    "16, 3, position-independent",
    "16, 1, object file",
  })
  void anotherKindOfMachineOrFile(int offset, int value, String named) {
    SubmissionRejectedException refusal = refusal(bytes -> bytes.put(offset, (byte) value));

    assertThat(refusal.code()).isEqualTo("IMAGE_UNSUPPORTED");
    assertThat(refusal.sentence()).contains(named).contains("-m32");
  }

  @Test
  void dynamicallyLinked() {
    assertThat(refusal(bytes -> bytes.putInt(52 + 32, 3)).code()).isEqualTo("IMAGE_UNSUPPORTED");
  }

  @ParameterizedTest
  @CsvSource({
    "28, 0x7FFFFFFF, program headers far away",
    "28, 0xFFFFFFFF, program headers wrapping around",
    "32, 0xFFFFFF00, section headers wrapping around",
    "44, 0x0000FFFF, 65535 program headers",
    "44, 0x00000000, no program headers",
    "24, 0x00000500, entry outside",
    "56, 0xFFFFFFFF, segment outside the file",
    "68, 0x00003000, more in the file than in memory",
    "72, 0xFFFFFFFF, more memory than addresses",
    "64, 0xFFFFFFFF, physical end wrapping around",
  })
  void numbersThatLie(int offset, long value, String what) {
    SubmissionRejectedException refusal =
        refusal(
            bytes -> {
              if (offset == 44) {
                bytes.putShort(offset, (short) value);
              } else {
                bytes.putInt(offset, (int) value);
              }
            });

    assertThat(refusal.code()).as(what).isEqualTo("IMAGE_INVALID_ELF");
  }

  @Test
  void segmentsThatOverlap() {
    assertThat(
            refusal(
                    bytes -> {
                      bytes.putInt(84, 1); // a second segment to load, where the first one is
                      bytes.putInt(84 + 12, 0x100800);
                      bytes.putInt(84 + 20, 0x10);
                    })
                .code())
        .isEqualTo("IMAGE_INVALID_ELF");
  }

  @Test
  void symbolsThatLieOutside() {
    int symbolSection = SECTIONS + 40;
    assertThat(refusal(bytes -> bytes.putInt(symbolSection + 16, 0x7FFFFFFF)).code())
        .isEqualTo("IMAGE_INVALID_ELF");
    assertThat(refusal(bytes -> bytes.putInt(symbolSection + 24, 77)).code())
        .isEqualTo("IMAGE_INVALID_ELF");
  }

  @Test
  void noMultibootHeaderOrABrokenOne() {
    SubmissionRejectedException none = refusal(bytes -> bytes.putInt(CODE, 0));
    SubmissionRejectedException broken = refusal(bytes -> bytes.putInt(CODE + 8, 17));

    assertThat(none.code()).isEqualTo("IMAGE_NO_MULTIBOOT");
    assertThat(broken.code()).isEqualTo("IMAGE_NO_MULTIBOOT");
    assertThat(broken.sentence()).contains("add up to 0");
  }

  @Test
  void multibootAddressesThatWrapAround() {
    assertThat(
            refusal(
                    bytes -> {
                      bytes.putInt(CODE + 4, 1 << 16);
                      bytes.putInt(CODE + 8, -(0x1BADB002 + (1 << 16)));
                      bytes.putInt(CODE + 12, 0x100000); // header
                      bytes.putInt(CODE + 16, 0x100000); // load
                      bytes.putInt(CODE + 20, 0x101000); // load end
                      bytes.putInt(CODE + 24, 0x100800); // bss end, before it
                    })
                .code())
        .isEqualTo("IMAGE_MULTIBOOT");
  }

  @Test
  void tooLargeForTheLabOrTheMachine() throws Exception {
    KernelImage image = KernelImage.read(image(bytes -> bytes.putInt(52 + 20, 8 << 20)));

    assertThat(code(() -> image.requireFits(new Machine(Machine.Type.PC, 8))))
        .isEqualTo("IMAGE_TOO_LARGE");
    assertThat(image.requireFits(new Machine(Machine.Type.PC, 16))).isSameAs(image);
    assertThat(code(() -> KernelImage.read(new byte[KernelImage.LARGEST + 1])))
        .isEqualTo("IMAGE_TOO_LARGE");
  }

  @Test
  void emptyOrOnlyAHeader() {
    assertThat(code(() -> KernelImage.read(new byte[0]))).isEqualTo("IMAGE_INVALID_ELF");
    byte[] start = Arrays.copyOf(image(bytes -> {}), 52);
    assertThat(code(() -> KernelImage.read(start))).isEqualTo("IMAGE_INVALID_ELF");
  }

  /// Nothing but a refusal may come out of a file, whatever is in it.
  @Test
  void scrambledAnywhere() {
    long seed = System.nanoTime();
    System.out.println("KernelImageTest seed " + seed);
    var random = new Random(seed);
    byte[] sound = image(bytes -> {});
    int[] interesting = {0, CODE, SYMBOLS, SECTIONS};
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = sound.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = interesting[random.nextInt(interesting.length)] + random.nextInt(120);
        bad[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
      }
      byte[] cut = random.nextInt(10) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
      try {
        KernelImage.read(cut);
      } catch (SubmissionRejectedException e) {
        assertThat(e.code()).startsWith("IMAGE_");
      }
    }
  }

  private static SubmissionRejectedException refusal(Consumer<ByteBuffer> change) {
    return catchThrowableOfType(
        SubmissionRejectedException.class,
        () -> KernelImage.readLoadable(image(change), Boot.Way.MULTIBOOT));
  }

  private static String code(ThrowingCallable reading) {
    return catchThrowableOfType(SubmissionRejectedException.class, reading).code();
  }

  private static byte[] image(Consumer<ByteBuffer> change) {
    ByteBuffer bytes = ByteBuffer.allocate(0x2400).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, new byte[] {0x7F, 'E', 'L', 'F', 1, 1, 1});
    bytes.putShort(16, (short) 2).putShort(18, (short) 3).putInt(20, 1);
    bytes.putInt(24, 0xC010000C).putInt(28, 52).putInt(32, SECTIONS);
    bytes.putShort(40, (short) 52).putShort(42, (short) 32).putShort(44, (short) 2);
    bytes.putShort(46, (short) 40).putShort(48, (short) 3);
    // A segment that runs 3 GiB above where it is loaded, and one that is not loaded.
    bytes.putInt(52, 1).putInt(56, CODE).putInt(60, 0xC0100000).putInt(64, 0x100000);
    bytes.putInt(68, 0x1000).putInt(72, 0x3000);
    bytes.putInt(84, 4);
    bytes.putInt(CODE, 0x1BADB002).putInt(CODE + 8, -0x1BADB002);
    // Sections: none, symbols, their names. Symbols: none, a local one, a global one, an import.
    bytes.putInt(SECTIONS + 40 + 4, 2).putInt(SECTIONS + 40 + 16, SYMBOLS);
    bytes.putInt(SECTIONS + 40 + 20, 64).putInt(SECTIONS + 40 + 24, 2);
    bytes.putInt(SECTIONS + 40 + 36, 16);
    bytes.putInt(SECTIONS + 80 + 4, 3).putInt(SECTIONS + 80 + 16, STRINGS);
    bytes.putInt(SECTIONS + 80 + 20, 32);
    bytes.putInt(SYMBOLS + 16, 1).putShort(SYMBOLS + 16 + 14, (short) 1);
    bytes.putInt(SYMBOLS + 32, 1).putInt(SYMBOLS + 32 + 4, 0xC0100020);
    bytes.put(SYMBOLS + 32 + 12, (byte) 0x12).putShort(SYMBOLS + 32 + 14, (short) 1);
    bytes.putInt(SYMBOLS + 48, 5).put(SYMBOLS + 48 + 12, (byte) 0x10);
    bytes.put(STRINGS + 1, "checkpoint_idle".getBytes(StandardCharsets.US_ASCII));
    change.accept(bytes);
    return bytes.array();
  }
}
