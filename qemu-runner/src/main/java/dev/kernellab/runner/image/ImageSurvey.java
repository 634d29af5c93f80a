// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.memory.discover.ImageData;
import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.util.List;
import java.util.Map;

/// What an image defines and where it is loaded, for whoever looks for the kernel's account of its
/// memory.
public final class ImageSurvey {
  private ImageSurvey() {}

  /// @throws SubmissionRejectedException with a code that starts with `IMAGE_`
  public static ImageData of(byte[] elf) throws SubmissionRejectedException {
    KernelImage image = KernelImage.read(elf);
    var file = new ImageBytes(elf);
    List<FrameRange> loaded =
        Segments.read(file, ElfHeader.read(file)).loaded().stream()
            .map(it -> frames(it.physical(), it.physicalEnd()))
            .toList();
    Map<String, LinearAddress> addresses = image.addresses();
    List<Datum> data =
        image.definitions().stream()
            .filter(it -> it.sort() != Definition.Sort.FUNCTION && it.size() > 0)
            .filter(it -> it.address().equals(addresses.get(it.name())))
            .map(it -> new Datum(it.name(), it.address(), it.size()))
            .distinct()
            .toList();
    return new ImageData(loaded, data);
  }

  private static FrameRange frames(long start, long end) {
    int first = (int) (start >>> 12);
    return new FrameRange(first, (int) (end + 4095 >>> 12) - first);
  }
}
