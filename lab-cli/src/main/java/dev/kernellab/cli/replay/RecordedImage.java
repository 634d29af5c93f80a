// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.replay;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.archive.SubmittedFiles;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is booted of a capsule: the image that was built then, for another compiler makes another
/// one; what was submitted where there is no such image.
///
/// @param request as it was, but of that file
record RecordedImage(RunRequest request, Path file) {

  /// @param folder takes the image out of what was recorded with it
  static RecordedImage of(OpenedCapsule capsule, Path folder) throws IOException {
    RunRequest request = capsule.capsule().request();
    Boot boot = request.machine().start();
    Path image = capsule.image();
    if (image == null) {
      return new RecordedImage(request, capsule.kernel());
    }
    if (boot.way().loadsElf() && boot.modulesInOrder().isEmpty()) {
      return new RecordedImage(request.of(KernelKind.ELF), image);
    }
    try {
      return withOthers(request, image, SubmittedFiles.unpack(image), folder);
    } catch (SubmissionRejectedException e) { // an older lab kept it without its symbols or modules
      return new RecordedImage(request, capsule.kernel());
    }
  }

  /// The modules that were built are submitted now.
  private static RecordedImage withOthers(
      RunRequest request, Path image, Map<String, byte[]> files, Path folder) throws IOException {
    Boot then = request.machine().start();
    List<Boot.Module> modules =
        then.modulesInOrder().stream()
            .map(it -> new Boot.Module(it.name(), it.arguments(), null))
            .toList();
    boolean symbols = files.containsKey(SubmittedFiles.SYMBOLS);
    var boot = new Boot(then.way(), then.commandLine(), modules, symbols);
    KernelKind kind =
        switch (then.way()) {
          case MULTIBOOT, GRUB -> KernelKind.ELF;
          case ISO -> KernelKind.ISO;
          case DISK -> KernelKind.DISK;
        };
    Path file = image;
    if (!boot.hasExtraFiles()) {
      byte[] kernel = Objects.requireNonNull(files.get(SubmittedFiles.KERNEL));
      file = Files.write(folder.resolve("alone"), kernel);
    }
    Machine machine = request.machine().withBoot(boot);
    return new RecordedImage(request.on(machine).of(kind), file);
  }
}
