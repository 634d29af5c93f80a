// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import dev.kernellab.protocol.Boot;
import dev.kernellab.runner.image.Loader;
import dev.kernellab.runner.sandbox.Box;
import dev.kernellab.runner.sandbox.BoxLimits;
import dev.kernellab.runner.sandbox.BoxPlan;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.Sandbox;
import dev.kernellab.runner.sandbox.SandboxException;
import dev.kernellab.runner.sandbox.Toolchain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a CD that boots a kernel by GRUB, in a box. GRUB reads its commands from within its own
/// image, one after the other, with no menu to wait in.
public final class GrubImage {
  private static final String SCRIPT = readScript();
  private static final BoxLimits LIMITS =
      new BoxLimits(Duration.ofSeconds(20), 256L << 20, 16, 96L << 20);

  /// The kernel, its modules, and GRUB.
  private static final int LARGEST = 40 << 20;

  private final Sandbox sandbox;

  public GrubImage(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /// Whether this host has what it takes.
  public static boolean isPossible() {
    return Files.isExecutable(Path.of("/usr/bin/grub-mkimage"))
        && Files.isExecutable(Path.of("/usr/bin/xorriso"))
        && Files.exists(Path.of("/usr/lib/grub/i386-pc/multiboot2.mod"));
  }

  /// @param elf the kernel as an ELF image, to be booted as `boot` says
  /// @param loader one of GRUB's
  /// @return a CD
  public Payload wrap(Payload elf, Boot boot, Loader loader, JobFolder folder)
      throws BootException, SandboxException, InterruptedException {
    if (!isPossible()) {
      throw new BootException(
          "INTERNAL",
          "boot: this host has no GRUB; install grub-pc-bin, grub-common and xorriso",
          null);
    }
    try {
      folder.give("grub.cfg", commands(boot, loader).getBytes(StandardCharsets.US_ASCII));
      var words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "grub"));
      elf.modules().forEach(it -> words.add(it.module().name()));
      BoxPlan plan = Toolchain.show(new BoxPlan(LIMITS, words)).showAt(folder.path(), "/job");
      new Media(elf, boot).placeKernel(folder, plan);
      byte[] cd = outputOf(plan, folder);
      return new Payload(Boot.Way.GRUB, cd, List.of(), elf.wide());
    } catch (IOException e) {
      throw new BootException("INTERNAL", "boot: cannot make a CD, " + e.getMessage(), e);
    }
  }

  private byte[] outputOf(BoxPlan plan, JobFolder folder)
      throws IOException, SandboxException, InterruptedException {
    try (Box box = sandbox.start(plan, folder)) {
      var said = new LastWords(box.errors());
      byte[] cd = box.output().readNBytes(LARGEST + 1);
      if (cd.length > LARGEST) {
        throw new IOException("it would be larger than " + (LARGEST >> 20) + " MiB");
      }
      int status = box.awaitExit();
      if (status != 0) {
        throw new IOException("status " + status + ", " + said.afterDeath());
      }
      return cd;
    }
  }

  /// When GRUB cannot load the kernel, it goes on to the next command: it then says why once more,
  /// on the serial port, and switches the machine off.
  static String commands(Boot boot, Loader loader) {
    String kernel = loader == Loader.GRUB_MULTIBOOT_2 ? "multiboot2" : "multiboot";
    String module = loader == Loader.GRUB_MULTIBOOT_2 ? "module2" : "module";
    var load = new StringBuilder(kernel + " (cd)/kernel.elf" + quoted(boot.commandLine()) + "\n");
    for (Boot.Module it : boot.modulesInOrder()) {
      // QEMU tells the kernel the module's name first; GRUB only what comes after it.
      load.append(module + " (cd)/modules/" + it.name() + quoted(it.line()) + "\n");
    }
    load.append("boot\n");
    return load + "serial --unit=0\nterminal_output serial\n" + load + "halt\n";
  }

  /// Each word apart, so that GRUB does not add quotes of its own.
  private static String quoted(@Nullable String line) {
    return line == null ? "" : " '" + line.replace(" ", "' '") + "'";
  }

  private static String readScript() {
    try (InputStream script = GrubImage.class.getResourceAsStream("grub.sh")) {
      return new String(
          Objects.requireNonNull(script, "grub.sh").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
