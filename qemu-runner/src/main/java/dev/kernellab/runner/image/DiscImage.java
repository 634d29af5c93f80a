// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Images that firmware boots: CDs with a boot record (El Torito 1.0), disks and floppies with a
/// boot sector. What is in them is between them and the machine; QEMU is told what they are.
public final class DiscImage {
  private static final int SECTOR = 512;
  private static final int CD_SECTOR = 2_048;
  private static final byte[] CD = "CD001".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EL_TORITO =
      "EL TORITO SPECIFICATION".getBytes(StandardCharsets.US_ASCII);

  /// Sizes of floppies that a PC's firmware knows, in bytes.
  private static final Set<Integer> FLOPPIES =
      Set.of(368_640, 737_280, 1_228_800, 1_474_560, 2_949_120);

  private DiscImage() {}

  /// ISO 9660's mark stands in sector 16 (ECMA-119, 8.1).
  public static boolean isCd(byte[] file) {
    return has(file, 16 * CD_SECTOR + 1, CD);
  }

  /// A BIOS boots what has this mark at the end of its first sector.
  public static boolean isDisk(byte[] file) {
    return file.length >= SECTOR && (file[510] & 0xFF) == 0x55 && (file[511] & 0xFF) == 0xAA;
  }

  /// @throws SubmissionRejectedException `IMAGE_NOT_BOOTABLE` or `IMAGE_TOO_LARGE`
  public static void requireBootableCd(byte[] file) throws SubmissionRejectedException {
    if (!isCd(file)) {
      throw notBootable("is not an ISO 9660 image", "Make it with grub-mkrescue");
    }
    if (file[17 * CD_SECTOR] != 0 || !has(file, 17 * CD_SECTOR + 7, EL_TORITO)) {
      throw notBootable("has no boot record (El Torito)", "Make it with grub-mkrescue");
    }
  }

  /// @throws SubmissionRejectedException `IMAGE_NOT_BOOTABLE`
  public static void requireBootableDisk(byte[] file) throws SubmissionRejectedException {
    if (!isDisk(file)) {
      throw notBootable("has no boot sector", "Put 0x55 and 0xAA at its bytes 510 and 511");
    }
  }

  public static boolean isFloppy(byte[] file) {
    return FLOPPIES.contains(file.length);
  }

  private static boolean has(byte[] file, int at, byte[] mark) {
    return file.length >= at + mark.length
        && Arrays.equals(file, at, at + mark.length, mark, 0, mark.length);
  }

  private static SubmissionRejectedException notBootable(String why, String mend) {
    return new SubmissionRejectedException(
        "IMAGE_NOT_BOOTABLE",
        "The image " + why + ", so firmware would not boot it. " + mend + ".");
  }
}
