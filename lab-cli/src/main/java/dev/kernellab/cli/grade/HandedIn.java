// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import dev.kernellab.cli.UsageProblem;
import dev.kernellab.runner.archive.SourceArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one of the class has handed in.
///
/// @param label whose it is: the file's name, as far as that tells them apart
record HandedIn(String label, Path path) {
  private static final List<String> ENDINGS =
      List.of(".tar.gz", ".tgz", ".tar", ".zip", ".elf", ".iso", ".img", ".bin");

  /// What the systems of those who pack an archive of a class leave in it.
  private static final Set<String> NOBODYS = Set.of("__MACOSX", "Thumbs.db", "desktop.ini");

  /// A folder with a Makefile is one kernel, any other folder is a class with one in each entry.
  /// Names that begin with a dot, and [#NOBODYS], are passed over.
  static List<HandedIn> in(List<Path> paths) {
    var files = new ArrayList<Path>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new UsageProblem(path + ": there is no such file or folder.");
      }
      if (Files.isDirectory(path) && !SourceArchive.hasMakefile(path)) {
        files.addAll(entries(path));
      } else {
        files.add(path);
      }
    }
    if (files.isEmpty()) {
      throw new UsageProblem("Nothing to grade: no kernel in " + paths + ".");
    }
    return labelled(files);
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(it -> !name(it).startsWith(".") && !NOBODYS.contains(name(it)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read", e);
    }
  }

  private static List<HandedIn> labelled(List<Path> files) {
    Set<String> shared = repeated(files, HandedIn::stem);
    Set<String> sharedNames = repeated(files, HandedIn::name);
    return files.stream()
        .map(
            it -> {
              String name = shared.contains(stem(it)) ? name(it) : stem(it);
              return new HandedIn(sharedNames.contains(name(it)) ? it.toString() : name, it);
            })
        .toList();
  }

  private static Set<String> repeated(List<Path> files, Function<Path, String> of) {
    var seen = new HashSet<String>();
    return files.stream().map(of).filter(it -> !seen.add(it)).collect(Collectors.toSet());
  }

  private static String name(Path file) {
    return String.valueOf(file.toAbsolutePath().normalize().getFileName());
  }

  private static String stem(Path file) {
    String name = name(file);
    return ENDINGS.stream()
        .filter(it -> name.length() > it.length() && name.endsWith(it))
        .findFirst()
        .map(it -> name.substring(0, name.length() - it.length()))
        .orElse(name);
  }
}
