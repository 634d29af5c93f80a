// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Makes boxes.
public final class Sandbox implements AutoCloseable {
  private static final BoxLimits PROBE_LIMITS =
      new BoxLimits(Duration.ofSeconds(10), 256 << 20, 16, 1 << 20);

  private final SandboxSettings settings;
  private final BoxUser user;
  private final JobFolders folders;

  /// Boxes die with the thread that started them (prctl(2), PR_SET_PDEATHSIG): so that is one which
  /// lives as long as the lab does.
  private final ExecutorService spawner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("box-spawner").factory());

  private volatile boolean proven;

  private Sandbox(SandboxSettings settings, BoxUser user, JobFolders folders) {
    this.settings = settings;
    this.user = user;
    this.folders = folders;
  }

  /// Removes what a killed predecessor left behind and prepares a folder for this process's jobs.
  public static Sandbox open(SandboxSettings settings) throws IOException {
    BoxUser user = BoxUser.ofThisProcess(settings.firstUid());
    return new Sandbox(settings, user, JobFolders.under(settings.folder(), user));
  }

  /// Tries whether a box can be made, once.
  ///
  /// @throws SandboxException with what to do, for the operator
  public void requireWorking() throws SandboxException, InterruptedException {
    if (proven) {
      return;
    }
    try (JobFolder folder = createFolder(0);
        Box box =
            start(Toolchain.show(new BoxPlan(PROBE_LIMITS, List.of("/usr/bin/true"))), folder)) {
      String said = new String(box.errors().readNBytes(2_000), StandardCharsets.UTF_8).strip();
      int status = box.awaitExit();
      if (status != 0) {
        throw new SandboxException(
            "bubblewrap cannot make a box (status "
                + status
                + "): "
                + said
                + ". Unprivileged user namespaces must be allowed: see ./lab doctor.");
      }
      proven = true;
    } catch (IOException e) {
      throw new SandboxException("cannot prepare a box: " + e.getMessage(), e);
    }
  }

  public JobFolder createFolder(int slot) throws IOException {
    return folders.create(slot);
  }

  /// No box is in use any more.
  @Override
  public void close() {
    folders.close();
    spawner.shutdown();
  }

  /// The folder of all job folders, also for files of this process that no box sees.
  public Path folder() {
    return folders.root();
  }

  /// Starts the plan's command in a box of its own.
  public Box start(BoxPlan plan, JobFolder folder) throws SandboxException, InterruptedException {
    try {
      Path bubblewrap = Programs.find(settings.bubblewrap());
      var line = new BoxCommand(bubblewrap, user).of(plan, folder.slot(), folder.mountPoint());
      var builder = new ProcessBuilder(line);
      builder.environment().clear();
      builder.environment().put("PATH", Programs.PATH);
      builder.directory(folder.path().toFile());
      return new Box(spawner.submit(builder::start).get(), plan);
    } catch (IOException | ExecutionException e) {
      throw new SandboxException("cannot start a box: " + e.getMessage(), e);
    }
  }

  /// Bytes free in the folder for runs now, less one file of the largest size for each of some
  /// boxes, but no more than half.
  public long room(int boxes) throws IOException {
    long usable = Files.getFileStore(folders.root()).getUsableSpace();
    return usable - Math.min(usable / 2, boxes * BoxLimits.FILE_BYTES);
  }

  /// Whether job folders are in memory, as they should be.
  public static boolean isInMemory(Path folder) throws IOException {
    return Files.getFileStore(folder).type().equals("tmpfs");
  }
}
