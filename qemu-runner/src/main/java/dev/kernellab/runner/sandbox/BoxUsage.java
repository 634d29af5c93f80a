// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the processes of a box use at one moment.
record BoxUsage(int processes, long memoryBytes) {
  /// Private memory and memory shared without a file, in KiB (proc(5)). Programs and libraries are
  /// left out: boxes share those.
  private static final Pattern RESIDENT =
      Pattern.compile("^Rss(?:Anon|Shmem):\\s+(\\d{1,15}) kB$", Pattern.MULTILINE);

  /// @param all also of what the box's first process has started
  static BoxUsage of(ProcessHandle box, boolean all) {
    List<Long> processes = all ? Descendants.of(box) : Descendants.childrenOf(box);
    long memory = 0;
    for (long process : processes) {
      memory += residentBytes(process);
    }
    return new BoxUsage(processes.size(), memory);
  }

  private static long residentBytes(long pid) {
    try {
      Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      long sum = 0;
      while (resident.find()) {
        sum += Long.parseLong(resident.group(1)) << 10;
      }
      return sum;
    } catch (IOException e) {
      return 0; // it has ended meanwhile
    }
  }
}
