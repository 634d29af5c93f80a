// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;

/// The field `profile` of a submission, YAML: where its kernel keeps account of its memory, when
/// the assignment does not know. Whoever writes one says what is to be seen, so nothing is graded
/// by it.
record ProfileWish(Profile profile) {
  private static final int LONGEST = 64 << 10;
  private static final int MOST_CHECKPOINTS = 64;

  /// @throws Problem `PROFILE_INVALID`, with line, field and what was probably meant
  static ProfileWish parse(Part part) {
    String text = part instanceof FormFieldPart field ? field.value() : content(part);
    if (text.length() > LONGEST) {
      throw invalid("it is longer than 64 KiB");
    }
    try {
      Profile profile = YamlFile.parse("profile.yml", text, Profile.class);
      requireSound(profile);
      return new ProfileWish(profile);
    } catch (YamlException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /// @throws Problem `PROFILE_FIXED` when it would be graded
  Profile in(RunMode mode) {
    if (mode == RunMode.GRADED) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "PROFILE_FIXED",
          "A graded run is read by its assignment's profile. Leave the field profile away, or submit"
              + " with mode=interactive.");
    }
    return profile;
  }

  private static void requireSound(Profile profile) {
    int checkpoints = profile.checkpoints().size();
    if (checkpoints > MOST_CHECKPOINTS) {
      throw invalid("checkpoints: expected up to " + MOST_CHECKPOINTS + ", got " + checkpoints);
    }
    if (profile.unknownReady().isPresent()) {
      throw invalid(
          "allocator.ready: there is no such checkpoint, \"" + profile.unknownReady().get() + '"');
    }
  }

  private static String content(Part part) {
    return String.valueOf(
        DataBufferUtils.join(part.content(), LONGEST)
            .map(
                buffer -> {
                  String text = buffer.toString(StandardCharsets.UTF_8);
                  DataBufferUtils.release(buffer);
                  return text;
                })
            .onErrorMap(e -> invalid("it is longer than 64 KiB"))
            .defaultIfEmpty("")
            .block());
  }

  private static Problem invalid(String reason) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "PROFILE_INVALID",
        "profile: " + reason + ". docs/reference/profile.md explains every field.");
  }
}
