// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Deadline;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.runner.archive.GivenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Every assignment that the lab has, in every version that it has had. Those of the lab's folder
/// are looked at when the lab starts; others, and other versions, are published while it runs.
@Component
@DependsOnDatabaseInitialization
public class Assignments {
  private static final Logger LOG = LoggerFactory.getLogger(Assignments.class);

  private final AssignmentVersions versions;
  private final Path folder;
  private final Clock clock;

  /// A version never changes, and reading one means to compile its expressions.
  private final Map<String, Assignment> read = new ConcurrentHashMap<>();

  /// @throws AssignmentException when one of the folder's cannot be used as it is written, and the
  ///   lab has no other version of it
  Assignments(AssignmentVersions versions, LabSettings settings, Clock clock) throws IOException {
    this.versions = versions;
    this.clock = clock;
    this.folder = settings.assignments().toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "lab.assignments: no such folder, " + folder + ". Set LAB_ASSIGNMENTS.");
    }
    try (Stream<Path> folders = Files.list(folder)) {
      folders.filter(Assignments::isAssignment).sorted().forEach(this::take);
    }
  }

  private static boolean isAssignment(Path folder) {
    return Files.isRegularFile(folder.resolve("assignment.yml"));
  }

  private void take(Path folder) {
    try {
      AssignmentTexts texts = AssignmentTexts.in(folder);
      Assignment found = texts.read();
      versions.foundInFolder(found.slug(), found.version(), texts, clock.instant());
    } catch (AssignmentException e) {
      if (find(folder.getFileName().toString()).isEmpty()) {
        throw e;
      }
      LOG.error("{}: refused, the lab keeps the version it had. {}", folder, e.getMessage());
    }
  }

  /// One version more, by which submissions are graded from now on; also the way back to an old
  /// one. What goes over students' files and was not sent is taken from the lab's own folder.
  ///
  /// @throws AssignmentException naming file, line and field when something in it is not as it
  ///   should be; then nothing has changed
  Assignment publish(String slug, AssignmentTexts sent) {
    AssignmentTexts texts = sent.given().isEmpty() ? sent.withGivenOf(folder.resolve(slug)) : sent;
    Assignment sound = texts.read();
    if (!sound.slug().equals(slug)) {
      throw new AssignmentException(
          "assignment.yml: slug: expected \"" + slug + "\", got \"" + sound.slug() + "\"", null);
    }
    versions.publish(slug, sound.version(), texts, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return sound;
  }

  /// As it stands now. Should a newer lab no longer read what an older one has published, the
  /// newest version that it does read.
  public Optional<Assignment> find(String slug) {
    return versions.of(slug).stream().flatMap(it -> find(slug, it.version()).stream()).findFirst();
  }

  /// Whether its deadline has passed; the newest version says when that is.
  public boolean isOver(String slug) {
    Deadline deadline = find(slug).map(Assignment::deadline).orElse(null);
    return deadline != null && deadline.hasPassed(clock.instant());
  }

  /// The one that a request names.
  ///
  /// @throws Problem `ASSIGNMENT_UNKNOWN`
  public Assignment asked(String slug) {
    return find(slug).orElseThrow(Assignments::unknown);
  }

  static Problem unknown() {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "ASSIGNMENT_UNKNOWN",
        "There is no such assignment. GET /api/v1/assignments lists those there are.");
  }

  /// As it stood once.
  public Optional<Assignment> find(String slug, String version) {
    String key = slug + "/" + version;
    Assignment known = read.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Assignment> found = versions.texts(slug, version).flatMap(it -> read(key, it));
    found.ifPresent(it -> read.put(key, it));
    return found;
  }

  /// The files that go over students' before they are built for that version; none when it names
  /// none.
  public GivenFiles given(String slug, String version) {
    return versions.texts(slug, version).map(AssignmentTexts::given).orElse(GivenFiles.NONE);
  }

  /// Whether work is built with the same files of the instructor's by both versions.
  public boolean haveSameFiles(String slug, String first, String second) {
    return versions.haveSameFiles(slug, first, second);
  }

  private static Optional<Assignment> read(String name, AssignmentTexts texts) {
    try {
      return Optional.of(texts.read());
    } catch (AssignmentException e) {
      LOG.error("assignment {}: can no longer be read. {}", name, e.getMessage());
      return Optional.empty();
    }
  }

  /// In alphabetical order.
  public List<Assignment> all() {
    return versions.slugs().stream().flatMap(it -> find(it).stream()).toList();
  }
}
