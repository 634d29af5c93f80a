// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.RunMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;

/// The fields of `POST /api/v1/submissions`.
///
/// @param kernel not yet read
record SubmissionForm(
    FilePart kernel,
    String label,
    Optional<String> assignment,
    RunMode mode,
    Optional<MachineWish> machine,
    Optional<ProfileWish> profile,
    BootWish boot) {
  private static final Set<String> FIELDS =
      Set.of(
          "kernel",
          "label",
          "assignment",
          "mode",
          "machine",
          "profile",
          "boot",
          "cmdline",
          "module",
          "symbols");
  private static final int LONGEST_LABEL = 100;

  /// @throws Problem `KERNEL_MISSING`, `FIELD_UNKNOWN` or `FIELD_INVALID`
  static SubmissionForm parse(MultiValueMap<String, Part> parts) {
    for (String name : parts.keySet()) {
      if (!FIELDS.contains(name)) {
        throw new Problem(
            HttpStatus.BAD_REQUEST,
            "FIELD_UNKNOWN",
            "There is no field \""
                + Problem.quote(name)
                + "\". There are kernel, label,"
                + " assignment, mode, machine, profile, boot, cmdline, module and symbols.");
      }
    }
    FilePart kernel = kernel(parts);
    String label = text(parts, "label").filter(it -> !it.isBlank()).orElse(kernel.filename());
    return new SubmissionForm(
        kernel,
        plain(label),
        text(parts, "assignment"),
        mode(parts),
        text(parts, "machine").map(MachineWish::parse),
        profile(parts),
        BootWish.parse(
            text(parts, "boot"),
            text(parts, "cmdline"),
            parts.getOrDefault("module", List.of()),
            symbols(parts)));
  }

  private static Optional<FilePart> symbols(MultiValueMap<String, Part> parts) {
    List<Part> symbols = parts.getOrDefault("symbols", List.of());
    if (symbols.isEmpty()) {
      return Optional.empty();
    }
    if (symbols.size() == 1 && symbols.getFirst() instanceof FilePart file) {
      return Optional.of(file);
    }
    throw MachineWish.invalid("symbols: expected one file, the kernel as an ELF image.");
  }

  private static Optional<ProfileWish> profile(MultiValueMap<String, Part> parts) {
    List<Part> profiles = parts.getOrDefault("profile", List.of());
    if (profiles.size() > 1) {
      throw MachineWish.invalid("profile: expected one.");
    }
    return profiles.stream().findFirst().map(ProfileWish::parse);
  }

  private static FilePart kernel(MultiValueMap<String, Part> parts) {
    List<Part> kernels = parts.getOrDefault("kernel", List.of());
    if (kernels.size() == 1 && kernels.getFirst() instanceof FilePart file) {
      return file;
    }
    throw new Problem(
        HttpStatus.BAD_REQUEST,
        "KERNEL_MISSING",
        "Send exactly one file in the field \"kernel\": an archive of sources with a Makefile, an"
            + " ELF image, or what boots itself. With curl: -F kernel=@kernel.tar.gz");
  }

  private static RunMode mode(MultiValueMap<String, Part> parts) {
    String mode = text(parts, "mode").orElse("graded");
    return switch (mode) {
      case "graded" -> RunMode.GRADED;
      case "interactive" -> RunMode.INTERACTIVE;
      default ->
          throw new Problem(
              HttpStatus.BAD_REQUEST,
              "FIELD_INVALID",
              "mode: expected graded or interactive, got \"" + Problem.quote(mode) + "\".");
    };
  }

  private static Optional<String> text(MultiValueMap<String, Part> parts, String name) {
    List<Part> values = parts.getOrDefault(name, List.of());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() == 1 && values.getFirst() instanceof FormFieldPart field) {
      return Optional.of(field.value().strip());
    }
    throw new Problem(
        HttpStatus.BAD_REQUEST, "FIELD_INVALID", name + ": expected one text field, not a file.");
  }

  /// A label is shown to others: one short line without control characters or formatting.
  private static String plain(String label) {
    StringBuilder plain =
        label
            .codePoints()
            .limit(LONGEST_LABEL)
            .map(it -> isPlain(it) ? it : ' ')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return plain.toString().strip();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
