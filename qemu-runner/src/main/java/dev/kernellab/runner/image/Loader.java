// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.protocol.Boot;
import dev.kernellab.runner.submission.SubmissionRejectedException;

/// By which boot loader an image can be loaded, and how.
public enum Loader {
  /// QEMU's own, by Multiboot 1.
  QEMU,
  GRUB_MULTIBOOT,
  GRUB_MULTIBOOT_2;

  /// @throws SubmissionRejectedException `IMAGE_NO_MULTIBOOT`, `IMAGE_MULTIBOOT` or
  ///   `IMAGE_UNSUPPORTED`, when there is no such way into the machine
  public static Loader of(byte[] elf, Boot.Way way) throws SubmissionRejectedException {
    var file = new ImageBytes(elf);
    boolean second = MultibootHeader.hasSecond(file);
    if (way == Boot.Way.GRUB) {
      if (second) {
        return GRUB_MULTIBOOT_2;
      }
      MultibootHeader.find(file);
      return GRUB_MULTIBOOT;
    }
    requireQemu(file, second);
    return QEMU;
  }

  private static void requireQemu(ImageBytes file, boolean second)
      throws SubmissionRejectedException {
    MultibootHeader first;
    try {
      first = MultibootHeader.find(file);
    } catch (SubmissionRejectedException e) {
      if (second) {
        throw new SubmissionRejectedException(
            "IMAGE_NO_MULTIBOOT",
            "The image has a Multiboot 2 header, which QEMU's own loader does not read. Submit it"
                + " with boot=grub, or give it a Multiboot 1 header too.");
      }
      if (ElfHeader.read(file).wide()) {
        throw new SubmissionRejectedException(
            "IMAGE_UNSUPPORTED",
            "The image is a 64-bit one without a Multiboot header. Compile with -m32 and link with"
                + " -m elf_i386, or give it a Multiboot 2 header and submit it with boot=grub.");
      }
      throw e;
    }
    if (ElfHeader.read(file).wide() && !first.hasAddresses()) {
      throw new SubmissionRejectedException(
          "IMAGE_UNSUPPORTED",
          "The image is a 64-bit one, which QEMU's own loader does not read. Submit it with"
              + " boot=grub, or wrap it: objcopy -O elf32-i386.");
    }
  }
}
