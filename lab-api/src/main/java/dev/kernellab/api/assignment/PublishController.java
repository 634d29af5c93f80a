// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.api.web.Instructors;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.runner.archive.GivenFiles;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Changing an assignment while a class works on it.
@RestController
@RequestMapping("/api/v1/assignments/{slug}")
class PublishController {
  private static final int MOST_BYTES = 256 << 10;
  private static final int MOST_ARCHIVE_BYTES = 10 << 20;

  private final Assignments assignments;
  private final AssignmentVersions versions;
  private final Instructors instructors;
  private final BlobStore blobs;

  PublishController(
      Assignments assignments,
      AssignmentVersions versions,
      Instructors instructors,
      BlobStore blobs) {
    this.assignments = assignments;
    this.versions = versions;
    this.instructors = instructors;
    this.blobs = blobs;
  }

  record Published(String slug, String version, String title, int max) {}

  record Items(List<AssignmentVersions.Version> items) {}

  /// Fields: `assignment` and `profile`, the two files; `overwrite`, an archive of those that go
  /// over students', if the lab's own folder does not have them.
  @PutMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Published publish(
      @PathVariable String slug,
      @RequestBody MultiValueMap<String, Part> parts,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String shown)
      throws IOException {
    try {
      instructors.require(shown);
      var texts =
          new AssignmentTexts(text(parts, "assignment"), text(parts, "profile"), given(parts));
      Assignment published = assignments.publish(slug, texts);
      return new Published(
          published.slug(), published.version(), published.title(), published.maximum());
    } catch (AssignmentException e) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, "ASSIGNMENT_INVALID", String.valueOf(e.getMessage()));
    } catch (SubmissionRejectedException e) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, "ASSIGNMENT_INVALID", "overwrite: " + e.sentence());
    } finally {
      parts.values().forEach(values -> values.forEach(part -> part.delete().block()));
    }
  }

  /// The current one first, then the newest.
  @GetMapping("/versions")
  Items versions(@PathVariable String slug) {
    List<AssignmentVersions.Version> all = versions.of(slug);
    if (all.isEmpty()) {
      throw Assignments.unknown();
    }
    return new Items(all);
  }

  private GivenFiles given(MultiValueMap<String, Part> parts)
      throws IOException, SubmissionRejectedException {
    Part part = parts.getFirst("overwrite");
    if (part == null) {
      return GivenFiles.NONE;
    }
    Path file = blobs.newTemporary();
    try {
      DataBufferUtils.write(
              DataBufferUtils.takeUntilByteCount(part.content(), MOST_ARCHIVE_BYTES), file)
          .block();
      return GivenFiles.of(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String text(MultiValueMap<String, Part> parts, String name) {
    List<Part> values = parts.getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "FIELD_INVALID",
          name
              + ": expected one file. With curl: -X PUT -F assignment=@assignment.yml -F"
              + " profile=@profile.yml");
    }
    return DataBufferUtils.join(values.getFirst().content(), MOST_BYTES)
        .map(buffer -> buffer.toString(StandardCharsets.UTF_8))
        .blockOptional()
        .orElse("");
  }
}
