// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @Test
  void theTwoKindsPrintDifferently() {
    assertThat(new PhysicalAddress(0x10_C000)).hasToString("P0x0010C000");
    assertThat(new LinearAddress(0xF010_0000L)).hasToString("L0xF0100000");
    assertThat(new Hex32(-1)).hasToString("0xFFFFFFFF");
  }

  @Test
  void aLinearAddressSplitsAsTheProcessorSplitsIt() {
    // 0xF0123456 = 1111000000 0100100011 010001010110 in binary.
    var address = LinearAddress.parse("0xF0123456");
    assertThat(address.directoryIndex()).isEqualTo(960);
    assertThat(address.tableIndex()).isEqualTo(0x123);
    assertThat(address.pageOffset()).isEqualTo(0x456);
    var last = new LinearAddress(0xFFFF_FFFFL);
    assertThat(last.directoryIndex()).isEqualTo(1023);
    assertThat(last.tableIndex()).isEqualTo(1023);
    assertThat(last.pageOffset()).isEqualTo(4095);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "F0100000",
        "0xG",
        " 0x1",
        "0x1 ",
        "-0x1",
        "0x-1",
        "0x0123456789ABCDEF0"
      })
  void whatIsNotHexadecimalIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearAddress.parse(text))
        .withMessageStartingWith("linear address: expected hexadecimal like 0x0010C000, got ");
    assertThatIllegalArgumentException().isThrownBy(() -> PhysicalAddress.parse(text));
    assertThatIllegalArgumentException().isThrownBy(() -> Hex32.parse(text));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearAddress.parse("0x0000800000000000"))
        .withMessageContaining("not canonical");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearAddress.parse("0xFFFF7FFFFFFFFFFF"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhysicalAddress.parse("0xFFFF800000000000"));
    assertThatIllegalArgumentException().isThrownBy(() -> Hex32.parse("0x100000000"));
    assertThatIllegalArgumentException().isThrownBy(() -> new PhysicalAddress(1L << 52));
    assertThat(PhysicalAddress.parse("0x100000000").frame()).isEqualTo(1 << 20);
    assertThatThrownBy(() -> PhysicalAddress.ofFrame(Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void canonicalAddressesOf64BitProcessorsAreLinearAddressesToo() {
    LinearAddress kernel = LinearAddress.parse("0xFFFFFFFF80100000");
    assertThat(kernel).hasToString("L0xFFFFFFFF80100000");
    assertThat(kernel.fits32Bits()).isFalse();
    assertThat(kernel).isGreaterThan(LinearAddress.parse("0x00007FFFFFFFFFFF"));
    assertThat(LinearAddress.parse("0xFFFFFFFF").fits32Bits()).isTrue();
    assertThat(Hex64.parse("0x8000000000000163")).hasToString("0x8000000000000163");
  }

  @Test
  void frameRangesStayInsideFourGigabytes() {
    assertThat(new FrameRange(0, 1 << 20).contains(1_048_575)).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameRange(1, 1 << 20));
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameRange(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameRange(5, 0));
  }

  @Test
  void aBitmapLiesInsideFourGigabytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bitmap(0xFFFF_FFFFL, 16))
        .withMessageContaining("ends above 4 GiB");
    assertThatIllegalArgumentException().isThrownBy(() -> bitmap(0, 12));
    assertThatIllegalArgumentException().isThrownBy(() -> bitmap(0, (1 << 20) + 8));
  }

  private static AllocatorProfile.Bitmap bitmap(long at, int frames) {
    return new AllocatorProfile.Bitmap(
        new PhysicalAddress(at),
        frames,
        AllocatorProfile.Polarity.ONE_IS_FREE,
        AllocatorProfile.BitOrder.LEAST_SIGNIFICANT_FIRST,
        new Ready.Checkpoint("ready"));
  }
}
