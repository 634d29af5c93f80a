// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// On what computer, and how, a kernel is to be booted. What is possible the lab knows.
final class MachineOptions {
  @Option(names = "--interactive", description = "Run until stopped, ungraded, on any machine.")
  private boolean interactive;

  @Option(names = "--machine", paramLabel = "TYPE", description = "pc, q35 or isapc.")
  private @Nullable String type;

  @Option(names = "--ram", paramLabel = "MIB", description = "The machine's RAM.")
  private @Nullable Integer ramMiB;

  @Option(
      names = "--cpu",
      paramLabel = "MODEL",
      description = "486, pentium, pentium3, qemu32, qemu64 or max.")
  private @Nullable String cpu;

  @Option(names = "--vga", paramLabel = "MIB", description = "The VGA card's memory; 0: no card.")
  private @Nullable Integer vgaMiB;

  @Option(
      names = "--device",
      paramLabel = "CARD",
      description = "A card more: e1000, rtl8139, ne2k or pci-bridge.")
  private List<String> devices = new ArrayList<>();

  @Option(names = "--boot", paramLabel = "WAY", description = "multiboot, grub, iso or disk.")
  private @Nullable String boot;

  @Option(names = "--cmdline", paramLabel = "TEXT", description = "The kernel's command line.")
  private @Nullable String commandLine;

  @Option(
      names = "--module",
      paramLabel = "FILE[ ARGS]",
      description = "A module: a file here, or else one that the build leaves there.")
  private List<String> modules = new ArrayList<>();

  @Option(
      names = "--symbols",
      paramLabel = "ELF",
      description = "With a CD or a disk: the kernel in it, for its symbols.")
  private @Nullable Path symbols;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Where this kernel keeps account of its memory; with --interactive.")
  private @Nullable Path profile;

  @Nullable String mode() {
    return interactive ? "interactive" : null;
  }

  /// Whether anything was said.
  boolean isChosen() {
    return interactive || !extras().isEmpty();
  }

  List<Upload.Extra> extras() {
    var extras = new ArrayList<Upload.Extra>();
    machine().ifPresent(it -> extras.add(Upload.Extra.text("machine", it)));
    if (boot != null) {
      extras.add(Upload.Extra.text("boot", boot));
    }
    if (commandLine != null) {
      extras.add(Upload.Extra.text("cmdline", commandLine));
    }
    modules.forEach(it -> extras.add(module(it)));
    if (profile != null) {
      extras.add(Upload.Extra.text("profile", profileText(profile)));
    }
    if (symbols != null) {
      extras.add(new Upload.Extra("symbols", "symbols", read(symbols)));
    }
    return extras;
  }

  private Optional<String> machine() {
    ObjectNode wish = JsonMapper.shared().createObjectNode();
    if (type != null) {
      wish.put("type", type);
    }
    if (ramMiB != null) {
      wish.put("ramMiB", ramMiB);
    }
    if (cpu != null) {
      wish.put("cpu", cpu);
    }
    if (vgaMiB != null) {
      wish.put("vgaMiB", vgaMiB);
    }
    if (!devices.isEmpty()) {
      devices.forEach(wish.putArray("devices")::add);
    }
    return wish.isEmpty() ? Optional.empty() : Optional.of(wish.toString());
  }

  private static Upload.Extra module(String line) {
    String[] words = line.strip().split(" ", 2);
    Path file = Path.of(words[0]);
    if (!Files.isRegularFile(file)) {
      return Upload.Extra.text("module", line);
    }
    String name = file.getFileName() + line.strip().substring(words[0].length());
    if (name.contains("\"")) {
      throw new UsageProblem("--module: no quotes can stand in arguments.");
    }
    return new Upload.Extra("module", name, read(file));
  }

  /// What is wrong with it is said before anything is uploaded.
  private String profileText(Path file) {
    if (!interactive) {
      throw new UsageProblem(
          "--profile: a graded run is read by its assignment's profile; add --interactive.");
    }
    String text = new String(read(file), StandardCharsets.UTF_8);
    try {
      YamlFile.parse(String.valueOf(file.getFileName()), text, Profile.class);
      return text;
    } catch (YamlException e) {
      throw new UsageProblem(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > KernelFile.LARGEST) {
        throw new UsageProblem(file + ": more than 10 MiB.");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UsageProblem(file + ": there is no such file.");
    } catch (IOException e) {
      throw new UsageProblem(file + ": cannot be read, " + e.getMessage());
    }
  }
}
