// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Files that can be had again, as many as fit: what was used longest ago goes first, what is being
/// read stays. Begins empty.
final class BlobCache {
  private final Path root;
  private final long limit;

  /// In the order of their last use.
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /// @param root an empty folder of the cache's own
  /// @param limit bytes, those of files being read excepted
  BlobCache(Path root, long limit) {
    this.root = root;
    this.limit = limit;
  }

  /// The file, kept until [#release]; absent when it has to be had again.
  synchronized Optional<Path> hold(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    entry.holders++;
    return Optional.of(root.resolve(name));
  }

  synchronized void release(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry != null) {
      entry.holders--;
      evict();
    }
  }

  /// Takes the file, held: to be [released][#release].
  synchronized Path put(String name, Path file) throws IOException {
    long size = Files.size(file);
    Path target = root.resolve(name);
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Entry entry = entries.computeIfAbsent(name, unused -> new Entry());
    bytes += size - entry.size;
    entry.size = size;
    entry.holders++;
    evict();
    return target;
  }

  private void evict() throws IOException {
    Iterator<Map.Entry<String, Entry>> oldestFirst = entries.entrySet().iterator();
    while (bytes > limit && oldestFirst.hasNext()) {
      Map.Entry<String, Entry> candidate = oldestFirst.next();
      if (candidate.getValue().holders == 0) {
        Files.deleteIfExists(root.resolve(candidate.getKey()));
        bytes -= candidate.getValue().size;
        oldestFirst.remove();
      }
    }
  }

  private static final class Entry {
    private long size;
    private int holders;
  }
}
