// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.report.VerdictForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.server.NotAcceptableStatusException;

/// What a verdict can be asked for in. The order decides where `Accept` does not: whoever takes
/// anything gets JSON, and Gradescope's JSON comes by its name alone.
enum VerdictFormat {
  JSON(null),
  HTML(VerdictForm.HTML),
  JUNIT(VerdictForm.JUNIT),
  MARKDOWN(VerdictForm.MARKDOWN),
  GRADESCOPE(VerdictForm.GRADESCOPE);

  private final @Nullable VerdictForm form;

  VerdictFormat(@Nullable VerdictForm form) {
    this.form = form;
  }

  /// Null for the stored verdict itself.
  @Nullable VerdictForm form() {
    return form;
  }

  /// With the encoding where the content does not say it itself.
  MediaType mediaType() {
    if (form == null) {
      return MediaType.APPLICATION_JSON;
    }
    MediaType type = MediaType.parseMediaType(form.mediaType());
    return type.getType().equals("text") ? new MediaType(type, StandardCharsets.UTF_8) : type;
  }

  static VerdictFormat named(String name) {
    return Arrays.stream(values())
        .filter(it -> it.word().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.BAD_REQUEST,
                    "PARAMETER_INVALID",
                    "format: expected "
                        + Arrays.stream(values())
                            .map(VerdictFormat::word)
                            .collect(Collectors.joining(", "))
                        + ", got \""
                        + Problem.quote(name)
                        + "\"."));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param accept the header (RFC 9110, 12.5.1); null when there is none
  static VerdictFormat accepted(@Nullable String accept) {
    VerdictFormat best = null;
    double most = 0;
    for (VerdictFormat format : values()) {
      double quality = format.quality(accept);
      if (quality > most) {
        best = format;
        most = quality;
      }
    }
    if (best == null) {
      throw new NotAcceptableStatusException(
          Arrays.stream(values()).map(VerdictFormat::mediaType).distinct().toList());
    }
    return best;
  }

  /// That of the most specific range that it is in.
  private double quality(@Nullable String accept) {
    MediaType closest = null;
    for (MediaType range : ranges(accept)) {
      if (range.includes(mediaType()) && (closest == null || range.isMoreSpecific(closest))) {
        closest = range;
      }
    }
    return closest == null ? 0 : closest.getQualityValue();
  }

  private static List<MediaType> ranges(@Nullable String accept) {
    if (accept == null || accept.isBlank()) {
      return List.of(MediaType.ALL);
    }
    try {
      return MediaType.parseMediaTypes(accept);
    } catch (InvalidMediaTypeException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "REQUEST_MALFORMED",
          "Accept: cannot be read. Name the form with ?format= instead.");
    }
  }
}
