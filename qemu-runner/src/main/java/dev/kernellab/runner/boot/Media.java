// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.Boot;
import dev.kernellab.runner.image.DiscImage;
import dev.kernellab.runner.image.WholePages;
import dev.kernellab.runner.sandbox.BoxPlan;
import dev.kernellab.runner.sandbox.JobFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The files that a machine boots from, and how QEMU is told of them. No format is ever left for
/// QEMU to guess. A disk is the run's own copy: what the guest writes is gone with it.
record Media(Payload payload, Boot boot) {
  static final String KERNEL = "kernel.elf";
  private static final String CD = "boot.iso";
  private static final String DISK = "disk";

  /// QEMU's words for them.
  List<String> words() {
    return switch (payload.way()) {
      case MULTIBOOT -> kernelWords();
      case GRUB, ISO ->
          List.of("-drive", drive(CD) + "readonly=on,media=cdrom,if=ide", "-boot", "d");
      case DISK ->
          DiscImage.isFloppy(payload.content())
              ? List.of("-drive", drive(DISK) + "if=floppy", "-boot", "a")
              : List.of("-drive", drive(DISK) + "if=ide", "-boot", "c");
    };
  }

  /// Puts them where QEMU's box sees them.
  void place(JobFolder folder, BoxPlan plan) throws IOException {
    switch (payload.way()) {
      case MULTIBOOT -> placeKernel(folder, plan, WholePages.of(payload.content()));
      case GRUB, ISO -> folder.give(CD, payload.content());
      case DISK -> {
        folder.give(DISK, payload.content());
        plan.writableAt(folder.lend(DISK), QemuCommand.JOB + DISK);
      }
    }
  }

  /// An ELF image and its modules: files of ours, whatever the kernel is told that they are called.
  void placeKernel(JobFolder folder, BoxPlan plan) throws IOException {
    placeKernel(folder, plan, payload.content());
  }

  private void placeKernel(JobFolder folder, BoxPlan plan, byte[] image) throws IOException {
    folder.give(KERNEL, image);
    for (int i = 0; i < payload.modules().size(); i++) {
      Payload.ModuleFile module = payload.modules().get(i);
      plan.showAt(
          folder.give("module-" + i, module.content()), "/modules/" + module.module().name());
    }
  }

  private List<String> kernelWords() {
    var words = new ArrayList<>(List.of("-kernel", QemuCommand.JOB + KERNEL));
    if (boot.commandLine() != null) {
      words.addAll(List.of("-append", boot.commandLine()));
    }
    if (!payload.modules().isEmpty()) {
      String lines =
          payload.modules().stream()
              .map(it -> it.module().line().replace(",", ",,"))
              .collect(Collectors.joining(","));
      words.addAll(List.of("-initrd", lines));
    }
    return words;
  }

  private static String drive(String file) {
    return "file=" + QemuCommand.JOB + file + ",format=raw,";
  }
}
