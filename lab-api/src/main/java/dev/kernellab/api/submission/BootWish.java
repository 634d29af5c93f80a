// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.runner.archive.SubmittedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;

/// The fields of a submission that say how to boot it: `boot`, `cmdline`, `module` (any number) and
/// `symbols`. A module that is sent is a file whose name is the module's, with its arguments after
/// it; one that the build makes is a text: its path, with the arguments after it.
///
/// @param files what is sent besides the kernel, by its name among [SubmittedFiles]
record BootWish(
    Optional<Boot.Way> way,
    @Nullable String commandLine,
    List<Boot.Module> modules,
    Map<String, FilePart> files) {

  static BootWish parse(
      Optional<String> way,
      Optional<String> commandLine,
      List<Part> modules,
      Optional<FilePart> symbols) {
    var read = new ArrayList<Boot.Module>();
    var files = new LinkedHashMap<String, FilePart>();
    symbols.ifPresent(it -> files.put(SubmittedFiles.SYMBOLS, it));
    int sent = 0;
    for (Part part : modules) {
      if (part instanceof FilePart file) {
        String[] words = file.filename().strip().split(" ", 2);
        read.add(module(words[0], words, null));
        files.put(SubmittedFiles.module(sent++), file);
      } else if (part instanceof FormFieldPart field) {
        String[] words = field.value().strip().split(" ", 2);
        read.add(module(words[0].substring(words[0].lastIndexOf('/') + 1), words, words[0]));
      }
    }
    return new BootWish(way.map(BootWish::way), commandLine.orElse(null), read, files);
  }

  /// The same, booted as a profile says where nothing is said of that here.
  BootWish or(Boot.@Nullable Way profiled) {
    return way.isPresent() || profiled == null
        ? this
        : new BootWish(Optional.of(profiled), commandLine, modules, files);
  }

  /// How a submission is booted, and what came with it.
  ///
  /// @param assigned what its assignment says of that, if anything
  /// @throws Problem `BOOT_FIXED` when it would be graded otherwise than assigned, `FIELD_INVALID`
  ///   when it makes no sense
  Boot of(KernelKind kind, @Nullable Boot assigned, RunMode mode) {
    boolean anything = way.isPresent() || commandLine != null || !modules.isEmpty();
    boolean fixed = assigned != null && mode == RunMode.GRADED;
    if (fixed && anything) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "BOOT_FIXED",
          "The assignment says how a graded kernel is booted. Leave boot, cmdline and module away,"
              + " or submit with mode=interactive.");
    }
    try {
      boolean symbols = files.containsKey(SubmittedFiles.SYMBOLS);
      if (assigned != null && !anything) {
        return new Boot(assigned.way(), assigned.commandLine(), assigned.modules(), symbols);
      }
      Boot.Way chosen = way.orElse(usual(kind));
      if (symbols && chosen.loadsElf()) {
        throw new IllegalArgumentException(
            "symbols: an ELF image brings its own; leave the field away");
      }
      return new Boot(chosen, commandLine, modules, symbols);
    } catch (IllegalArgumentException e) {
      throw MachineWish.invalid(e.getMessage() + ".");
    }
  }

  private static Boot.Way usual(KernelKind kind) {
    return switch (kind) {
      case SOURCES, ELF -> Boot.Way.MULTIBOOT;
      case ISO -> Boot.Way.ISO;
      case DISK -> Boot.Way.DISK;
    };
  }

  private static Boot.Way way(String word) {
    return switch (word) {
      case "multiboot" -> Boot.Way.MULTIBOOT;
      case "grub" -> Boot.Way.GRUB;
      case "iso" -> Boot.Way.ISO;
      case "disk" -> Boot.Way.DISK;
      default ->
          throw MachineWish.invalid(
              "boot: expected multiboot, grub, iso or disk, got \"" + Problem.quote(word) + "\".");
    };
  }

  private static Boot.Module module(String name, String[] words, @Nullable String path) {
    try {
      return new Boot.Module(name, words.length > 1 ? words[1] : null, path);
    } catch (IllegalArgumentException e) {
      throw MachineWish.invalid(e.getMessage() + ".");
    }
  }
}
