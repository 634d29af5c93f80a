// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.PhysicalAddress;
import org.junit.jupiter.api.Test;

/// Expectations are read off Intel SDM vol. 3, tables 4-4 to 4-6, not off our code.
class PageEntriesTest {

  @Test
  void aDirectoryEntryForATable() {
    var entry = new PageDirectoryEntry(0x0010_B027);
    assertThat(entry.isPresent()).isTrue();
    assertThat(entry.isWritable()).isTrue();
    assertThat(entry.isUserAccessible()).isTrue();
    assertThat(entry.isAccessed()).isTrue();
    assertThat(entry.isDirty()).isFalse();
    assertThat(entry.isLargePage()).isFalse();
    assertThat(entry.isGlobal()).isFalse();
    assertThat(entry.frame()).isEqualTo(0x10B);
    assertThat(entry.tableAddress()).isEqualTo(new PhysicalAddress(0x0010_B000));
  }

  @Test
  void aTableInTheLastFrameIsNotNegative() {
    assertThat(new PageDirectoryEntry(0xFFFF_F001).frame()).isEqualTo(0xFFFFF);
    assertThat(new PageTableEntry(0xFFFF_F001).pageAddress())
        .isEqualTo(new PhysicalAddress(0xFFFF_F000L));
  }

  @Test
  void aLargePageKeepsOnlyTheTopTenBits() {
    var entry = new PageDirectoryEntry(0xF040_01E3);
    assertThat(entry.isLargePage()).isTrue();
    assertThat(entry.isGlobal()).isTrue();
    assertThat(entry.isDirty()).isTrue();
    assertThat(entry.isUserAccessible()).isFalse();
    assertThat(entry.largePageAddress()).isEqualTo(new PhysicalAddress(0xF040_0000L));
  }

  @Test
  void aLargePageAboveFourGigabytes() {
    // Bits 20:13 = 0x81: address bits 39:32.
    var entry = new PageDirectoryEntry(0x0040_0083 | 0x81 << 13);
    assertThat(entry.largePageAddress()).isEqualTo(new PhysicalAddress(0x81_0040_0000L));
    assertThat(entry.hasReservedBitOfLargePage()).isFalse();
    assertThat(new PageDirectoryEntry(0x0060_0083).hasReservedBitOfLargePage()).isTrue();
  }

  @Test
  void theAttributeBitOfALargePageIsNoAddress() {
    assertThat(new PageDirectoryEntry(0x0040_1083).largePageAddress())
        .isEqualTo(new PhysicalAddress(0x0040_0000));
  }

  @Test
  void aTableEntry() {
    var entry = new PageTableEntry(0x000B_8163);
    assertThat(entry.isPresent()).isTrue();
    assertThat(entry.isWritable()).isTrue();
    assertThat(entry.isUserAccessible()).isFalse();
    assertThat(entry.isAccessed()).isTrue();
    assertThat(entry.isDirty()).isTrue();
    assertThat(entry.isGlobal()).isTrue();
    assertThat(entry.frame()).isEqualTo(0xB8);
  }

  @Test
  void zeroGrantsNothing() {
    var entry = new PageTableEntry(0);
    assertThat(entry.isPresent()).isFalse();
    assertThat(entry.isWritable()).isFalse();
    assertThat(entry.isUserAccessible()).isFalse();
  }
}
