// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.api.storage.Database;
import dev.kernellab.runner.archive.GivenFiles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The texts, and the files that go over students', of every version that an assignment has had.
@Component
class AssignmentVersions {
  private static final TypeReference<TreeMap<String, byte[]>> FILES = new TypeReference<>() {};

  private final Database database;
  private final JsonMapper json;

  AssignmentVersions(Database database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  /// @param current whether what is handed in is graded by it
  record Version(String version, Instant publishedAt, boolean current) {}

  List<String> slugs() {
    return database
        .read()
        .sql("select slug from assignment order by slug")
        .query((row, index) -> row.getString("slug"))
        .list();
  }

  /// The current one first, then the newest.
  List<Version> of(String slug) {
    return database
        .read()
        .sql(
            """
            select version, published_at, version = current as is_current
            from assignment_version join assignment on assignment.slug = assignment_version.slug
            where assignment.slug = :slug
            order by is_current desc, published_at desc, version
            """)
        .param("slug", slug)
        .query(
            (row, index) ->
                new Version(
                    row.getString("version"),
                    Instant.ofEpochMilli(row.getLong("published_at")),
                    row.getBoolean("is_current")))
        .list();
  }

  Optional<AssignmentTexts> texts(String slug, String version) {
    return database
        .read()
        .sql(
            """
            select assignment, profile, given from assignment_version
            where slug = :slug and version = :version
            """)
        .param("slug", slug)
        .param("version", version)
        .query(
            (row, index) ->
                new AssignmentTexts(
                    row.getString("assignment"),
                    row.getString("profile"),
                    given(row.getString("given"))))
        .optional();
  }

  /// Whether both are built with the same files of the instructor's.
  boolean haveSameFiles(String slug, String first, String second) {
    return database
            .read()
            .sql(
                """
                select count(distinct coalesce(given, '')) from assignment_version
                where slug = :slug and version in (:versions)
                """)
            .param("slug", slug)
            .param("versions", List.of(first, second))
            .query(Integer.class)
            .single()
        == 1;
  }

  private GivenFiles given(@Nullable String files) {
    return files == null ? GivenFiles.NONE : new GivenFiles(json.readValue(files, FILES));
  }

  /// Keeps it, and has submissions graded by it from now on.
  void publish(String slug, String version, AssignmentTexts texts, Instant now) {
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              keep(slug, version, texts, now);
              database
                  .write()
                  .sql(
                      """
                      insert into assignment (slug, current) values (:slug, :version)
                      on conflict (slug) do update set current = excluded.current
                      """)
                  .param("slug", slug)
                  .param("version", version)
                  .update();
            });
  }

  /// What stands in the lab's folder counts when it is new there: what was published since stays
  /// until somebody changes the folder.
  void foundInFolder(String slug, String version, AssignmentTexts texts, Instant now) {
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              keep(slug, version, texts, now);
              database
                  .write()
                  .sql(
                      """
                      insert into assignment (slug, current, folder)
                      values (:slug, :version, :version)
                      on conflict (slug) do update
                      set current = excluded.current, folder = excluded.folder
                      where assignment.folder is null or assignment.folder <> excluded.folder
                      """)
                  .param("slug", slug)
                  .param("version", version)
                  .update();
            });
  }

  private void keep(String slug, String version, AssignmentTexts texts, Instant now) {
    database
        .write()
        .sql(
            """
            insert into assignment_version
              (slug, version, assignment, profile, given, published_at)
            values (:slug, :version, :assignment, :profile, :given, :now)
            on conflict (slug, version) do nothing
            """)
        .param("slug", slug)
        .param("version", version)
        .param("assignment", texts.assignment())
        .param("profile", texts.profile())
        .param(
            "given",
            texts.given().isEmpty() ? null : json.writeValueAsString(texts.given().files()))
        .param("now", now.toEpochMilli())
        .update();
  }
}
