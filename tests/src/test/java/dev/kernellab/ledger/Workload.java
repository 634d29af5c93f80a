// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import dev.kernellab.journeys.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is handed in, and what it must get. The marks are counted by hand from
/// `assignments/memory-manager/assignment.yml`: a kernel that never comes by a checkpoint loses
/// what is asked of that moment and what builds on it, and one without any of it has nothing.
final class Workload {
  /// In the file of the job that kills its runner.
  static final String POISON = "*** poison ***";

  private final List<Kernel> kernels = new ArrayList<>();

  private record Kernel(String name, byte[] file, @Nullable Integer mark, int share) {}

  /// @param label different for each
  record HandIn(String label, byte[] file, @Nullable Integer mark) {}

  /// @param scratch for images that are built here
  Workload(Path scratch) throws Exception {
    byte[] reference = Kernels.elf(Service.ROOT.resolve("kernel"), scratch.resolve("reference"));
    add("reference", reference, 100, 40);
    add("no boot paging", without("checkpoint_boot_paging", reference, scratch), 100 - 5, 20);
    add("no memory map", without("checkpoint_memory_map", reference, scratch), 100 - 53, 20);
    add(
        "no kernel directory",
        without("checkpoint_kernel_directory", reference, scratch),
        100 - 51,
        20);
    add("halts", elf("halts", scratch), 0, 30);
    add("triple fault", elf("triple-fault", scratch), 0, 30);
    add("prints marks", elf("prints-marks", scratch), 0, 20);
    add("never stops", elf("never-stops", scratch), 0, 6);
    add("reference, sources", Kernels.reference(), 100, 4);
    add("halts, sources", Kernels.of("halts"), 0, 8);
    add("does not compile", Kernels.of("does-not-compile"), 0, 4);
    byte[] poison = elf("never-stops", scratch.resolve("poison"));
    byte[] mark = POISON.getBytes(StandardCharsets.ISO_8859_1);
    byte[] marked = Arrays.copyOf(poison, poison.length + mark.length);
    System.arraycopy(mark, 0, marked, poison.length, mark.length);
    add("poison", marked, null, 1);
  }

  private void add(String name, byte[] file, @Nullable Integer mark, int share) {
    kernels.add(new Kernel(name, file, mark, share));
  }

  private static byte[] elf(String name, Path scratch) throws Exception {
    return Kernels.elf(Service.ROOT.resolve("tests/kernels").resolve(name), scratch.resolve(name));
  }

  /// Under another name the checkpoint is not found.
  private static byte[] without(String checkpoint, byte[] elf, Path scratch)
      throws IOException, InterruptedException {
    Path file = Files.write(scratch.resolve(checkpoint), elf);
    Process objcopy =
        new ProcessBuilder("objcopy", "--redefine-sym", checkpoint + "=nothing", file.toString())
            .inheritIO()
            .start();
    if (!objcopy.waitFor(30, TimeUnit.SECONDS) || objcopy.exitValue() != 0) {
      throw new AssertionError("objcopy failed on " + file);
    }
    return Files.readAllBytes(file);
  }

  /// All of it, in an order that the seed decides.
  List<HandIn> inOrderOf(long seed) {
    var all = new ArrayList<HandIn>();
    for (Kernel kernel : kernels) {
      for (int copy = 1; copy <= kernel.share(); copy++) {
        all.add(new HandIn(kernel.name() + " " + copy, kernel.file(), kernel.mark()));
      }
    }
    Collections.shuffle(all, new Random(seed));
    return all;
  }
}
