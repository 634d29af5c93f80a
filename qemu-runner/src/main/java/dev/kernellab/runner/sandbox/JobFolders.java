// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folders of all jobs of this process, under one whose name tells whose it is, so that what a
/// killed process left behind is found and removed by the next.
final class JobFolders {
  private static final System.Logger LOG = System.getLogger(JobFolders.class.getName());
  private static final Pattern OWNER = Pattern.compile("kernel-lab-(\\d{1,10})-(\\d{1,18})");

  private final Path root;
  private final BoxUser user;

  private JobFolders(Path root, BoxUser user) {
    this.root = root;
    this.user = user;
  }

  static JobFolders under(Path parent, BoxUser user) throws IOException {
    removeLeftovers(parent);
    ProcessHandle self = ProcessHandle.current();
    Path root = parent.resolve("kernel-lab-" + self.pid() + "-" + startOf(self));
    var folders = new JobFolders(root, user);
    folders.createRoot();
    return folders;
  }

  private void createRoot() throws IOException {
    Files.createDirectories(root);
    user.makePassable(root);
  }

  JobFolder create(int slot) throws IOException {
    createRoot(); // another of this process may have been done with it
    Path folder = Files.createTempDirectory(root, slot + "-");
    user.makePassable(folder);
    user.share(folder, slot, "r-x");
    return new JobFolder(folder, slot, user);
  }

  /// When the last job is over. Not when the process is told to stop: its jobs may still go on.
  void close() {
    try {
      Files.deleteIfExists(root);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0} stays for the next process: {1}", root, e.getMessage());
    }
  }

  Path root() {
    return root;
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "kernel-lab-*")) {
      for (Path folder : folders) {
        Matcher owner = OWNER.matcher(folder.getFileName().toString());
        if (owner.matches() && !isAlive(Long.parseLong(owner.group(1)), owner.group(2))) {
          removeQuietly(folder);
        }
      }
    }
  }

  private static boolean isAlive(long pid, String start) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isPresent() && startOf(process.get()).equals(start);
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(at -> String.valueOf(at.toEpochMilli())).orElse("0");
  }

  private static void removeQuietly(Path folder) {
    try {
      JobFolder.remove(folder);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove {0}: {1}", folder, e.getMessage());
    }
  }
}
