// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.fit;

import dev.kernellab.protocol.Place;
import dev.kernellab.protocol.Profile;
import dev.kernellab.runner.image.Definition;
import dev.kernellab.runner.image.KernelImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether what a profile names is in a kernel image. What only memory can tell, such as where a
/// pointer leads, is found out when the kernel runs.
public final class ProfileFit {
  private static final int MOST_CANDIDATES = 5;
  private static final int LONGEST_NAME = 64;

  private final Profile profile;
  private final KernelImage image;
  private final long ramBytes;

  public ProfileFit(Profile profile, KernelImage image, long ramBytes) {
    this.profile = profile;
    this.image = image;
    this.ramBytes = ramBytes;
  }

  /// @param words what is read and where, or why it cannot be
  /// @param candidates where it cannot: what the image has that is large enough, the likeliest
  ///   first
  public record Answer(boolean fits, String words, List<String> candidates) {}

  /// On everything that is read, in the profile's order.
  public List<Answer> answers() {
    return WantedData.of(profile).stream().map(this::answer).toList();
  }

  /// Of something that could not be read when the kernel ran: what else it could be.
  ///
  /// @param reason a sentence, with the place in the profile's words
  public List<String> candidates(String reason) {
    List<WantedData> wanted = WantedData.of(profile);
    return wanted.stream()
        .filter(it -> reason.contains(named(it).place().words()))
        .findFirst()
        .or(() -> wanted.stream().findFirst())
        .map(this::candidates)
        .orElse(List.of());
  }

  private Answer answer(WantedData wanted) {
    return switch (wanted.place()) {
      case Place.Physical it ->
          it.at().value() + wanted.bytes() > ramBytes
              ? misfit(
                  wanted,
                  "%s: ends above the machine's %d MiB of RAM, %s",
                  wanted.what(),
                  ramBytes >> 20,
                  it.at())
              : fits("%s: %s at %s", wanted.what(), size(wanted.bytes()), it.at());
      case Place.Linear it -> fits("%s: %s at %s", wanted.what(), size(wanted.bytes()), it.at());
      case Place.Pointer it -> answer(named(wanted));
      case Place.Symbol it -> symbol(wanted, it);
    };
  }

  private Answer symbol(WantedData wanted, Place.Symbol place) {
    Optional<Definition> found = definition(place.symbol());
    if (found.isEmpty()) {
      return misfit(wanted, "%s: the image defines no symbol %s", wanted.what(), place.symbol());
    }
    Definition it = found.get();
    long needed = place.offset() + wanted.bytes();
    if (it.size() > 0 && (needed > it.size() || place.offset() < 0)) {
      return misfit(
          wanted,
          "%s: bytes %d to %d of %s, which is %s long",
          wanted.what(),
          place.offset(),
          needed - 1,
          it.name(),
          size(it.size()));
    }
    return fits(
        "%s: %s at %s, %s", wanted.what(), size(wanted.bytes()), place.words(), it.address());
  }

  /// A global symbol comes before a static one of the same name, as when the kernel runs.
  private Optional<Definition> definition(String name) {
    return image.definitions().stream()
        .filter(it -> it.name().equals(name))
        .max(Comparator.comparing(Definition::global));
  }

  /// Of what a pointer leads to the image names the pointer.
  private static WantedData named(WantedData wanted) {
    return wanted.place() instanceof Place.Pointer it
        ? named(new WantedData(wanted.what() + ", by a pointer", it.at(), 4))
        : wanted;
  }

  /// What is about as large, or is called something like it.
  private List<String> candidates(WantedData given) {
    WantedData wanted = named(given);
    String name = wanted.place() instanceof Place.Symbol it ? it.symbol() : "";
    int offset = wanted.place() instanceof Place.Symbol it ? it.offset() : 0;
    long needed = Math.max(1, offset + wanted.bytes());
    return image.definitions().stream()
        .filter(it -> it.sort() == Definition.Sort.DATA && it.size() >= needed)
        .filter(it -> !it.name().equals(name) && it.name().length() <= LONGEST_NAME)
        .sorted(
            Comparator.comparing((Definition it) -> !alike(it.name(), name))
                .thenComparing(Definition::size)
                .thenComparing(Definition::name))
        .limit(MOST_CANDIDATES)
        .map(it -> "%s, %s at %s".formatted(it.name(), size(it.size()), it.address()))
        .toList();
  }

  private static boolean alike(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT).replace("_", "");
    String b = other.toLowerCase(Locale.ROOT).replace("_", "");
    return a.contains(b) || b.contains(a);
  }

  private static Answer fits(String words, Object... values) {
    return new Answer(true, String.format(Locale.ROOT, words, values), List.of());
  }

  private Answer misfit(WantedData wanted, String words, Object... values) {
    return new Answer(false, String.format(Locale.ROOT, words, values), candidates(wanted));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, bytes == 1 ? "%,d byte" : "%,d bytes", bytes);
  }
}
