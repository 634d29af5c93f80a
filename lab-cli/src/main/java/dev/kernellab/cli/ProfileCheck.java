// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Place;
import dev.kernellab.protocol.Profile;
import dev.kernellab.runner.image.Definition;
import dev.kernellab.runner.image.KernelImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Holds a profile against a kernel image, line by line. What only memory can tell, such as where a
/// pointer leads, is found out when the kernel runs.
final class ProfileCheck {
  private static final int MOST_CANDIDATES = 5;

  private final KernelImage image;
  private final long ramBytes;
  private final List<String> lines = new ArrayList<>();
  private int misfits;

  ProfileCheck(KernelImage image, long ramBytes) {
    this.image = image;
    this.ramBytes = ramBytes;
  }

  List<String> lines() {
    return lines;
  }

  /// How many things do not fit.
  int misfits() {
    return misfits;
  }

  void look(Profile profile) {
    lines.add(profile.title());
    for (Profile.Checkpoint checkpoint : profile.checkpoints()) {
      checkpoint(checkpoint.symbol());
    }
    if (profile.boot() != null) {
      fits("is booted by %s, unless the submission says otherwise", word(profile.boot()));
    }
    profile
        .unknownReady()
        .ifPresent(it -> misfit("allocator.ready: the profile has no such checkpoint, " + it));
    if (profile.awaitedText() != null) {
      fits("counts the account as ready once \"%s\" was printed", profile.awaitedText());
    }
    WantedData.of(profile).forEach(this::data);
  }

  private void checkpoint(String symbol) {
    if (image.symbols().containsKey(symbol)) {
      fits("stops at %s, %s", symbol, image.symbols().get(symbol));
    } else {
      misfit("checkpoint: the image defines no global function " + symbol);
    }
  }

  private void data(WantedData wanted) {
    switch (wanted.place()) {
      case Place.Physical it -> {
        if (it.at().value() + wanted.bytes() > ramBytes) {
          misfit(
              "%s: ends above the machine's %d MiB of RAM, %s",
              wanted.what(), ramBytes >> 20, it.at());
        } else {
          fits("reads %s: %s at %s", wanted.what(), size(wanted.bytes()), it.at());
        }
      }
      case Place.Linear it ->
          fits("reads %s: %s at %s", wanted.what(), size(wanted.bytes()), it.at());
      case Place.Pointer it -> data(new WantedData(wanted.what() + ", by a pointer", it.at(), 4));
      case Place.Symbol it -> symbol(wanted, it);
    }
  }

  private void symbol(WantedData wanted, Place.Symbol place) {
    Optional<Definition> found = definition(place.symbol());
    if (found.isEmpty()) {
      misfit("%s: the image defines no symbol %s", wanted.what(), place.symbol());
      candidates(wanted, place);
      return;
    }
    Definition it = found.get();
    long needed = place.offset() + wanted.bytes();
    if (it.size() > 0 && (needed > it.size() || place.offset() < 0)) {
      misfit(
          "%s: bytes %d to %d of %s, which is %s long",
          wanted.what(), place.offset(), needed - 1, it.name(), size(it.size()));
      candidates(wanted, place);
      return;
    }
    fits(
        "reads %s: %s at %s, %s", wanted.what(), size(wanted.bytes()), place.words(), it.address());
  }

  /// A global symbol comes before a static one of the same name, as when the kernel runs.
  private Optional<Definition> definition(String name) {
    return image.definitions().stream()
        .filter(it -> it.name().equals(name))
        .max(Comparator.comparing(Definition::global));
  }

  /// What is about as large, or is called something like it.
  private void candidates(WantedData wanted, Place.Symbol place) {
    long needed = Math.max(1, place.offset() + wanted.bytes());
    List<Definition> fitting =
        image.definitions().stream()
            .filter(it -> it.sort() == Definition.Sort.DATA && it.size() >= needed)
            .filter(it -> !it.name().equals(place.symbol()))
            .sorted(
                Comparator.comparing((Definition it) -> !alike(it.name(), place.symbol()))
                    .thenComparing(Definition::size)
                    .thenComparing(Definition::name))
            .limit(MOST_CANDIDATES)
            .toList();
    for (Definition it : fitting) {
      lines.add(
          "      would fit: %s, %s at %s".formatted(it.name(), size(it.size()), it.address()));
    }
    if (fitting.isEmpty()) {
      lines.add("      nothing in the image is as large as " + size(needed));
    }
  }

  private static boolean alike(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT).replace("_", "");
    String b = other.toLowerCase(Locale.ROOT).replace("_", "");
    return a.contains(b) || b.contains(a);
  }

  private static String word(Boot.Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  private void fits(String line, Object... values) {
    lines.add("  ok  " + String.format(Locale.ROOT, line, values));
  }

  private void misfit(String line, Object... values) {
    misfits++;
    lines.add("  --  " + String.format(Locale.ROOT, line, values));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, bytes == 1 ? "%,d byte" : "%,d bytes", bytes);
  }
}
