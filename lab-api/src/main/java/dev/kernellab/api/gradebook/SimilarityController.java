// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.gradebook;

import dev.kernellab.api.web.Instructors;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.similarity.Pair;
import dev.kernellab.grading.similarity.Similarity;
import dev.kernellab.grading.similarity.Source;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who in a class handed in work alike, for a person to look at.
@RestController
@RequestMapping("/api/v1/assignments/{slug}/similarity")
class SimilarityController {
  private static final String NOTE =
      "A hint, not a proof: passages can be alike because the task, a book or a lecture made them so."
          + " Look at the lines named, and talk to those concerned, before you conclude anything.";

  private final ClassWork work;
  private final SubmittedSources sources;
  private final Instructors instructors;

  /// One class at a time: it takes memory.
  private final ReentrantLock turn = new ReentrantLock(true);

  SimilarityController(ClassWork work, SubmittedSources sources, Instructors instructors) {
    this.work = work;
    this.sources = sources;
    this.instructors = instructors;
  }

  /// @param compared how many labels there are
  /// @param pairs the most alike first
  /// @param truncated there are more pairs
  record Alike(
      String note,
      int compared,
      List<Pair> pairs,
      boolean truncated,
      List<List<String>> clusters) {}

  @GetMapping
  Alike similarity(
      @PathVariable String slug,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String shown) {
    instructors.require(shown);
    SortedMap<String, String> latest = work.latest(slug);
    if (latest.size() > Similarity.MOST_SOURCES) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "CLASS_TOO_LARGE",
          "There are "
              + latest.size()
              + " labels, and the lab compares up to "
              + Similarity.MOST_SOURCES
              + " at a time.");
    }
    turn.lock();
    try {
      Iterable<Source> all =
          () ->
              latest.entrySet().stream()
                  .map(it -> sources.read(it.getKey(), it.getValue()))
                  .iterator();
      Similarity.Result result = Similarity.of(all, sources.starter(slug));
      return new Alike(
          NOTE,
          latest.size(),
          result.pairs().items(),
          result.pairs().truncated(),
          result.clusters());
    } finally {
      turn.unlock();
    }
  }
}
