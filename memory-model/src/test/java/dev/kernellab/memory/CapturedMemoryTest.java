// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.FrameContent;
import dev.kernellab.protocol.FrameRange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class CapturedMemoryTest {

  @Test
  void aCaptureBringsItsFrames() {
    CapturedMemory memory = CapturedMemory.EMPTY.after(capture(0, range(5, 1), filled(5, 0xAB)));
    assertThat(memory.frame(5).orElseThrow().get(4095)).isEqualTo((byte) 0xAB);
    assertThat(memory.frame(4)).isEmpty();
    assertThat(CapturedMemory.EMPTY.frame(5)).isEmpty();
  }

  @Test
  void wordsAreLittleEndian() {
    byte[] bytes = new byte[4096];
    bytes[0] = 0x78;
    bytes[3] = 0x12;
    CapturedMemory memory =
        CapturedMemory.EMPTY.after(capture(0, range(1, 1), FrameContents.deflate(1, bytes)));
    assertThat(memory.frame(1).orElseThrow().getInt(0)).isEqualTo(0x1200_0078);
    assertThat(memory.frame(1).orElseThrow().isReadOnly()).isTrue();
  }

  @Test
  void whatDidNotChangeIsTakenOverAndWhatIsNotCoveredIsNotServed() {
    CapturedMemory first =
        CapturedMemory.EMPTY.after(capture(0, range(1, 2), filled(1, 1), filled(2, 2)));
    CapturedMemory second = first.after(capture(1, range(2, 1)));
    CapturedMemory third = second.after(capture(2, range(1, 2), filled(2, 9)));
    assertThat(second.frame(1)).isEmpty();
    assertThat(second.frame(2).orElseThrow().get(0)).isEqualTo((byte) 2);
    assertThat(third.frame(1).orElseThrow().get(0)).isEqualTo((byte) 1);
    assertThat(third.frame(2).orElseThrow().get(0)).isEqualTo((byte) 9);
    assertThat(first.frame(2).orElseThrow().get(0)).as("the past stays").isEqualTo((byte) 2);
  }

  @Test
  void aCoveredFrameWithoutContentIsRefused() {
    assertThatExceptionOfType(MalformedCaptureException.class)
        .isThrownBy(() -> CapturedMemory.EMPTY.after(capture(3, range(7, 1))))
        .withMessage("capture 3: covers frame 7, whose content never came");
  }

  @Test
  void deflatingIsReversibleAndRepeatable() {
    byte[] noise = new byte[4096];
    new Random(42).nextBytes(noise);
    for (byte[] bytes : List.of(noise, new byte[4096])) {
      FrameContent content = FrameContents.deflate(3, bytes);
      assertThat(FrameContents.inflate(content)).isEqualTo(bytes);
      assertThat(FrameContents.deflate(3, bytes).deflated()).isEqualTo(content.deflated());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameContents.deflate(3, new byte[4095]))
        .withMessage("frame 3: expected 4096 bytes, got 4095");
  }

  @Test
  void tablesThatCountUpTakeLittle() {
    var narrow = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    var wide = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 1024; i++) {
      narrow.putInt(0x40_0007 + (i << 12));
      wide.putInt(i % 2 == 0 ? 0x40_0007 + (i << 11) : 0x8000_0000);
    }
    for (byte[] table : List.of(narrow.array(), wide.array())) {
      FrameContent content = FrameContents.deflate(3, table);
      assertThat(content.deflated()).hasSizeLessThan(100);
      assertThat(FrameContents.inflate(content)).isEqualTo(table);
    }
  }

  @Test
  void olderContentHasNoDifferences() throws Exception {
    byte[] plain = new byte[4096];
    Arrays.fill(plain, (byte) 7);
    assertThat(FrameContents.inflate(new FrameContent(9, deflate(plain)))).isEqualTo(plain);
  }

  @Test
  void contentThatIsNoFrameIsRefused() throws Exception {
    byte[] good = FrameContents.deflate(9, new byte[4096]).deflated();
    refused(deflate(4095));
    refused(deflate(4097));
    refused(deflate(100_000_000));
    refused(new byte[0]);
    refused(Arrays.copyOf(good, good.length - 1));
    refused(Arrays.copyOf(good, good.length + 1));
    refused("certainly not zlib".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    byte[] wrongChecksum = good.clone();
    wrongChecksum[good.length - 1] ^= 1;
    refused(wrongChecksum);
  }

  private static void refused(byte[] deflated) {
    assertThatExceptionOfType(MalformedCaptureException.class)
        .isThrownBy(() -> FrameContents.inflate(new FrameContent(9, deflated)))
        .withMessageStartingWith("content of frame 9: ");
  }

  private static byte[] deflate(int zeros) throws Exception {
    return deflate(new byte[zeros]);
  }

  private static byte[] deflate(byte[] plain) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(bytes)) {
      deflater.write(plain);
    }
    return bytes.toByteArray();
  }

  private static FrameContent filled(int frame, int value) {
    byte[] bytes = new byte[4096];
    Arrays.fill(bytes, (byte) value);
    return FrameContents.deflate(frame, bytes);
  }

  private static FrameRange range(int first, int count) {
    return new FrameRange(first, count);
  }

  private static Capture capture(int n, FrameRange covered, FrameContent... changed) {
    return new Capture(
        n,
        Capture.Reason.PERIOD,
        null,
        null,
        false,
        DrawnMemory.registers(0, 0, 0),
        List.of(covered),
        List.of(changed));
  }
}
