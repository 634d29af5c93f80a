// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.archive.SubmittedFiles;
import dev.kernellab.runner.boot.Payload;
import dev.kernellab.runner.build.BuiltImages;
import dev.kernellab.runner.build.KernelBuilder;
import dev.kernellab.runner.image.CodeBytes;
import dev.kernellab.runner.image.DiscImage;
import dev.kernellab.runner.image.KernelImage;
import dev.kernellab.runner.image.Loader;
import dev.kernellab.runner.observe.RunControl;
import dev.kernellab.runner.sandbox.Box;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.SandboxException;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way from the submitted file to what is put into the machine: unpacked, built, checked.
final class Preparation {
  private final RunRequest request;
  private final Boot boot;
  private final Workshop workshop;
  private final RunControl control;
  private final Consumer<RunEvent> events;

  Preparation(
      RunRequest request, Workshop workshop, RunControl control, Consumer<RunEvent> events) {
    this.request = request;
    this.boot = request.machine().start();
    this.workshop = workshop;
    this.control = control;
    this.events = events;
  }

  /// @param loader of an ELF image; null for what boots itself
  /// @param elf the kernel as an ELF image; null when only an image of a disk is known
  @SuppressWarnings("ArrayRecordComponent") // read-only by convention
  record Prepared(
      Payload payload,
      @Nullable Loader loader,
      @Nullable KernelImage image,
      byte @Nullable [] elf) {
    Map<String, LinearAddress> symbols() {
      return image == null ? Map.of() : image.symbols();
    }

    Map<String, LinearAddress> addresses() {
      return image == null ? Map.of() : image.addresses();
    }

    /// What it takes to boot it again: an ELF image as it is; what has symbols or modules beside it
    /// as [SubmittedFiles] packs them.
    byte[] asOneFile() {
      if (payload.way().loadsElf() && payload.modules().isEmpty()) {
        return payload.content();
      }
      var files = new LinkedHashMap<String, byte[]>();
      files.put(SubmittedFiles.KERNEL, payload.content());
      if (elf != null && !payload.way().loadsElf()) {
        files.put(SubmittedFiles.SYMBOLS, elf);
      }
      for (int i = 0; i < payload.modules().size(); i++) {
        files.put(SubmittedFiles.module(i), payload.modules().get(i).content());
      }
      return SubmittedFiles.packed(files);
    }

    /// What the kernel has at an address of its code, by its image.
    byte[] code(LinearAddress at, int most) {
      try {
        return elf == null ? new byte[0] : CodeBytes.at(elf, at, most);
      } catch (SubmissionRejectedException e) {
        return new byte[0]; // its sections make no sense, though its segments do
      }
    }
  }

  Prepared prepare(Path submitted, JobFolder folder)
      throws IOException, SubmissionRejectedException, SandboxException, InterruptedException {
    if (!boot.hasExtraFiles()) {
      return prepare(submitted, Map.of(), folder);
    }
    Map<String, byte[]> files = SubmittedFiles.unpack(submitted);
    Path kernel = folder.path().resolve("submitted");
    Files.write(kernel, Objects.requireNonNull(files.get(SubmittedFiles.KERNEL)));
    return prepare(kernel, files, folder);
  }

  private Prepared prepare(Path kernel, Map<String, byte[]> files, JobFolder folder)
      throws IOException, SubmissionRejectedException, SandboxException, InterruptedException {
    Optional<BuiltImages> built =
        request.kernel() == KernelKind.SOURCES
            ? Optional.of(build(kernel, folder))
            : Optional.empty();
    List<Payload.ModuleFile> modules = modules(files, built);
    return switch (boot.way()) {
      case MULTIBOOT, GRUB ->
          elf(
              built.isPresent() ? built.get().kernel(boot.way()) : KernelImage.bytesOf(kernel),
              modules);
      case ISO -> {
        byte[] cd = built.isPresent() ? built.get().image(".iso") : KernelImage.bytesOf(kernel);
        DiscImage.requireBootableCd(cd);
        yield image(cd, symbols(files, built));
      }
      case DISK -> {
        byte[] disk = built.isPresent() ? built.get().image(".img") : KernelImage.bytesOf(kernel);
        DiscImage.requireBootableDisk(disk);
        yield image(disk, symbols(files, built));
      }
    };
  }

  private Prepared elf(byte[] elf, List<Payload.ModuleFile> modules)
      throws SubmissionRejectedException {
    KernelImage image = KernelImage.read(elf).requireFits(request.machine());
    Loader loader = Loader.of(elf, boot.way());
    return new Prepared(new Payload(boot.way(), elf, modules, image.wide()), loader, image, elf);
  }

  private Prepared image(byte[] content, byte @Nullable [] elf) throws SubmissionRejectedException {
    if (content.length > KernelImage.LARGEST) {
      throw new SubmissionRejectedException(
          "IMAGE_TOO_LARGE", "The image is larger than 16 MiB. Make its file system smaller.");
    }
    KernelImage image = elf == null ? null : KernelImage.read(elf).requireFits(request.machine());
    boolean wide = image != null && image.wide();
    return new Prepared(new Payload(boot.way(), content, List.of(), wide), null, image, elf);
  }

  private static byte @Nullable [] symbols(Map<String, byte[]> files, Optional<BuiltImages> built) {
    byte[] submitted = files.get(SubmittedFiles.SYMBOLS);
    return submitted != null ? submitted : built.flatMap(BuiltImages::symbols).orElse(null);
  }

  private List<Payload.ModuleFile> modules(Map<String, byte[]> files, Optional<BuiltImages> built)
      throws SubmissionRejectedException {
    var modules = new ArrayList<Payload.ModuleFile>();
    int submitted = 0;
    for (Boot.Module module : boot.modulesInOrder()) {
      String path = module.path();
      byte[] content =
          path == null
              ? files.get(SubmittedFiles.module(submitted++))
              : built.isPresent() ? built.get().module(path) : null;
      if (content == null) {
        throw new SubmissionRejectedException(
            "MODULE_MISSING",
            "The module " + module.name() + " was neither submitted nor built. Send it along.");
      }
      modules.add(new Payload.ModuleFile(module, content));
    }
    return modules;
  }

  private BuiltImages build(Path kernel, JobFolder folder)
      throws IOException, SubmissionRejectedException, SandboxException, InterruptedException {
    events.accept(new RunEvent.StateChanged(RunState.BUILDING, request.attempt()));
    Timer.Sample time = Timer.start();
    SourceArchive sources = SourceArchive.open(kernel, workshop.settings().archive());
    Duration wall = Duration.ofSeconds(request.budgets().buildSeconds());
    List<String> modules =
        boot.modulesInOrder().stream().map(Boot.Module::path).filter(Objects::nonNull).toList();
    var order = new KernelBuilder.Order(wall, modules);
    try {
      return workshop.builder().build(sources, folder, order, new BuildWatcher());
    } finally {
      control.onChange(() -> {});
      time.stop(workshop.timers().build());
    }
  }

  private final class BuildWatcher implements KernelBuilder.Watcher {
    @Override
    public void started(Box box) {
      control.onChange(
          () -> {
            if (control.isCancelled()) {
              Thread.ofVirtual().start(box::close); // closing waits, who cancels does not
            }
          });
    }

    @Override
    public void printed(String text) {
      events.accept(new RunEvent.BuildOutput(text));
    }
  }
}
