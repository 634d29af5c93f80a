// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.capsule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a capsule says of its run: `capsule.json`. The other entries are named here.
///
/// @param format [#FORMAT]
/// @param label whose it is
/// @param request what the runner was asked: machine, budgets, profile; what it takes to boot again
/// @param seed what operations on the command line were drawn from; absent when there are none
/// @param evidence the hash of what the machine showed; absent when there is none
/// @param kernel SHA-256 of the submitted file, in hexadecimal
/// @param booted what QEMU was started with; absent when nothing was booted, or before it was told
/// @param withoutImage why what was built is not in it; absent when it is, or nothing was built
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Capsule(
    int format,
    String label,
    RunRequest request,
    @Nullable Long seed,
    RunOutcome outcome,
    @Nullable String evidence,
    String kernel,
    @Nullable Booted booted,
    @Nullable String withoutImage) {
  public static final int FORMAT = 1;

  public static final String MANIFEST = "capsule.json";
  public static final String ASSIGNMENT = "assignment.json";
  public static final String VERDICT = "verdict.json";

  /// One event a line, as a runner sends them.
  public static final String EVIDENCE = "evidence.ndjson";

  /// The submitted file.
  public static final String KERNEL = "kernel";

  /// What was built of it and booted.
  public static final String IMAGE = "image";

  /// The same without the image that was built.
  public Capsule withoutImage(String why) {
    return new Capsule(format, label, request, seed, outcome, evidence, kernel, booted, why);
  }

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  String json() {
    return JSON.writeValueAsString(this);
  }

  /// @throws IllegalArgumentException when it is none, or of a later format
  public static Capsule read(byte[] text) {
    Capsule capsule;
    try {
      capsule = JSON.readValue(text, Capsule.class);
    } catch (JacksonException | NullPointerException e) {
      throw new IllegalArgumentException(MANIFEST + ": not a capsule's", e);
    }
    if (capsule.format != FORMAT) {
      throw new IllegalArgumentException(
          MANIFEST + ": format: expected " + FORMAT + ", got " + capsule.format);
    }
    return capsule;
  }
}
