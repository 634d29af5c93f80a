// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.gradebook;

import dev.kernellab.api.web.Instructors;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.gradebook.Gradebook;
import dev.kernellab.grading.gradebook.GradebookCsv;
import dev.kernellab.grading.gradebook.Which;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The points of a class, to look at or to take away.
@RestController
@RequestMapping("/api/v1/assignments/{slug}/gradebook")
class GradebookController {
  private static final String CSV = "text/csv";

  private final ClassWork work;
  private final Instructors instructors;

  GradebookController(ClassWork work, Instructors instructors) {
    this.work = work;
    this.instructors = instructors;
  }

  /// @param which of somebody's attempts counts: `latest` or `best`
  /// @param format `json` or `csv`; absent: CSV for whoever accepts that by name
  @GetMapping
  ResponseEntity<Object> gradebook(
      @PathVariable String slug,
      @RequestParam(defaultValue = "latest") String which,
      @RequestParam(required = false) @Nullable String format,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String shown) {
    instructors.require(shown);
    Gradebook gradebook = Gradebook.of(slug, parse(which), work.attempts(slug));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok().header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (!isCsv(format, accept)) {
      return answer.contentType(MediaType.APPLICATION_JSON).body(gradebook);
    }
    String file = ContentDisposition.attachment().filename(slug + ".csv").build().toString();
    return answer
        .contentType(MediaType.parseMediaType(CSV + ";charset=UTF-8;header=present"))
        .header(HttpHeaders.CONTENT_DISPOSITION, file)
        .body(GradebookCsv.write(gradebook));
  }

  private static boolean isCsv(@Nullable String format, String accept) {
    if (format == null) {
      return accept.contains(CSV);
    }
    return switch (format) {
      case "csv" -> true;
      case "json" -> false;
      default -> throw invalid("format: expected json or csv", format);
    };
  }

  private static Which parse(String which) {
    return switch (which) {
      case "latest" -> Which.LATEST;
      case "best" -> Which.BEST;
      default -> throw invalid("which: expected latest or best", which);
    };
  }

  private static Problem invalid(String expected, String got) {
    return new Problem(
        HttpStatus.BAD_REQUEST,
        "PARAMETER_INVALID",
        expected + ", got \"" + Problem.quote(got) + "\".");
  }
}
