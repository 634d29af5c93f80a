// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The processes below another. [ProcessHandle#descendants()] reads about every process of the host
/// to find them, which is dear where a box is looked at twenty times a second; Linux lists each
/// thread's children (proc(5), `/proc/PID/task/TID/children`), if it is built to.
final class Descendants {
  private static final boolean LISTED =
      Files.exists(Path.of("/proc/self/task/" + ProcessHandle.current().pid() + "/children"));

  private Descendants() {}

  static List<Long> of(ProcessHandle ancestor) {
    return LISTED
        ? listed(ancestor.pid())
        : ancestor.descendants().map(ProcessHandle::pid).toList();
  }

  private static List<Long> listed(long ancestor) {
    var found = new ArrayList<>(childrenOf(ancestor));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(childrenOf(found.get(i)));
    }
    return found;
  }

  static List<Long> childrenOf(ProcessHandle parent) {
    return LISTED ? childrenOf(parent.pid()) : parent.children().map(ProcessHandle::pid).toList();
  }

  private static List<Long> childrenOf(long process) {
    var children = new ArrayList<Long>();
    for (String thread : threadsOf(process)) {
      try {
        String list = Files.readString(Path.of(thread, "children"));
        list.lines()
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(Long::valueOf)
            .forEach(children::add);
      } catch (IOException e) {
        // it has ended meanwhile
      }
    }
    return children;
  }

  private static List<String> threadsOf(long process) {
    String folder = "/proc/" + process + "/task/";
    String[] threads = new File(folder).list(); // null when it has ended
    return threads == null ? List.of() : Stream.of(threads).map(folder::concat).toList();
  }
}
