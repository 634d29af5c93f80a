// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static dev.kernellab.runner.submission.SubmissionRejectedException.quote;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides which names an archive may use, one after the other: relative, inside, readable, each
/// once on any file system.
final class EntryNames {
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  private final ArchiveLimits limits;

  /// Every path and every directory on the way to one, by how it looks where case does not count.
  private final Map<String, Taken> taken = new HashMap<>();

  private int count;

  private record Taken(String name, boolean directory) {}

  EntryNames(ArchiveLimits limits) {
    this.limits = limits;
  }

  /// @return the name without `./` in front and `/` behind; empty when it names the archive's own
  ///   root or is one of the files that macOS adds
  Optional<String> admit(String raw, boolean directory) throws ArchiveException {
    if (++count > limits.entries()) {
      throw new ArchiveException(
          "ARCHIVE_TOO_MANY_FILES",
          "The archive has more than " + limits.entries() + " entries. Submit sources only.");
    }
    requireReadable(raw);
    requireInside(raw);
    String name = raw.startsWith("./") ? raw.substring(2) : raw;
    if (directory && name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty() || name.equals(".") || isFromMacOs(name)) {
      return Optional.empty();
    }
    List<String> components = List.of(name.split("/", -1));
    requireComponents(raw, components);
    take(components, directory);
    return Optional.of(name);
  }

  private void requireReadable(String raw) throws ArchiveException {
    if (raw.length() > limits.pathBytes()
        || raw.getBytes(StandardCharsets.UTF_8).length > limits.pathBytes()) {
      throw badName(raw, "is longer than " + limits.pathBytes() + " bytes");
    }
    if (!raw.codePoints().allMatch(SubmissionRejectedException::isPlain)) {
      throw badName(raw, "has control, formatting or undecodable characters");
    }
    if (!Normalizer.isNormalized(raw, Normalizer.Form.NFC)) {
      throw badName(raw, "is not in Unicode normal form C, so that two names could look the same");
    }
  }

  private static void requireInside(String raw) throws ArchiveException {
    if (raw.startsWith("/") || raw.contains("\\") || DRIVE.matcher(raw).matches()) {
      throw badPath(raw);
    }
  }

  private void requireComponents(String raw, List<String> components) throws ArchiveException {
    for (String component : components) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        throw badPath(raw);
      }
      if (component.getBytes(StandardCharsets.UTF_8).length > limits.componentBytes()) {
        throw badName(raw, "has a part longer than " + limits.componentBytes() + " bytes");
      }
      if (component.startsWith("-") || component.endsWith(".") || component.endsWith(" ")) {
        throw badName(raw, "has a part that starts with - or ends with a dot or a space");
      }
    }
    if (components.size() > limits.depth()) {
      throw badName(raw, "lies more than " + limits.depth() + " directories deep");
    }
  }

  private void take(List<String> components, boolean directory) throws ArchiveException {
    for (int end = 1; end <= components.size(); end++) {
      String path = String.join("/", components.subList(0, end));
      var wanted = new Taken(path, directory || end < components.size());
      Taken earlier = taken.putIfAbsent(path.toLowerCase(Locale.ROOT), wanted);
      if (earlier != null && !(earlier.equals(wanted) && wanted.directory())) {
        throw badName(path, "clashes with " + quote(earlier.name()));
      }
    }
  }

  private static boolean isFromMacOs(String name) {
    return name.startsWith("__MACOSX/")
        || name.equals("__MACOSX")
        || name.substring(name.lastIndexOf('/') + 1).startsWith("._");
  }

  private static ArchiveException badPath(String raw) {
    return new ArchiveException(
        "ARCHIVE_PATH",
        "The archive has the path "
            + quote(raw)
            + ". Paths must be relative and stay inside: no leading /, no .., no backslash.");
  }

  private static ArchiveException badName(String raw, String reason) {
    return new ArchiveException(
        "ARCHIVE_NAME", "The name " + quote(raw) + " in the archive " + reason + ". Rename it.");
  }
}
