// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What goes out to students and what their work is built with. Names are paths inside the
/// assignment's folder.
///
/// @param text what is asked, in Markdown
/// @param starter the folder to begin with
/// @param overwrite the folder whose files replace those of the same name before the build
/// @param toolchain programs that a build needs in its box, of [Toolchain#PROGRAMS]; absent:
///   nothing special
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Handout(
    @Nullable String text,
    @Nullable String starter,
    @Nullable String overwrite,
    @Nullable List<String> toolchain) {
  private static final Pattern INSIDE = Pattern.compile("[A-Za-z0-9][\\w-]*(?:[./][\\w-]+)*/?");

  public Handout {
    requireInside("text", text);
    requireInside("starter", starter);
    requireInside("overwrite", overwrite);
    toolchain = toolchain == null ? null : List.copyOf(toolchain);
  }

  private static void requireInside(String field, @Nullable String path) {
    if (path != null && !INSIDE.matcher(path).matches()) {
      throw new IllegalArgumentException(
          field + ": expected a path inside the assignment's folder, got \"" + path + "\"");
    }
  }
}
