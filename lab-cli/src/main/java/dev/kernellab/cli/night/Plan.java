// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.KernelFile;
import dev.kernellab.cli.Upload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Who submits what, and when: fixed by its seed before the night begins.
///
/// @param submissions in the order of their time
record Plan(List<Planned> submissions, Duration length) {

  /// @param at after the beginning of the night
  /// @param score what it must be given
  record Planned(int student, Duration at, Upload upload, String label, double score) {}

  /// Sources whose mark is known.
  record Known(Path folder, double score) {}

  /// Every student submits equally often. Half of it all comes in the last quarter of the time, a
  /// tenth in the last hundredth. Half of it is the first of the known kernels, the rest the others
  /// in equal parts; each is a file of its own.
  static Plan make(List<Known> known, int students, int count, Duration length, long seed) {
    var random = new Random(seed);
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turns.add(i % students);
    }
    Collections.shuffle(turns, random);
    List<Planned> submissions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double left = 1 - (i + 0.5) / count;
      Duration at = Duration.ofNanos((long) (length.toNanos() * (1 - left * left)));
      submissions.add(planned(turns.get(i), at, choose(known, random), i));
    }
    return new Plan(submissions, length);
  }

  private static Known choose(List<Known> known, Random random) {
    return known.size() == 1 || random.nextBoolean()
        ? known.getFirst()
        : known.get(1 + random.nextInt(known.size() - 1));
  }

  private static Planned planned(int student, Duration at, Known known, int number) {
    String label = "student %d, submission %d".formatted(student + 1, number + 1);
    KernelFile file =
        KernelFile.of(known.folder(), "SUBMISSION", label.getBytes(StandardCharsets.UTF_8));
    return new Planned(student, at, new Upload(file, label, null, null), label, known.score());
  }
}
