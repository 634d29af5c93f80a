// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.Finding;
import dev.kernellab.memory.FrameRanges;
import dev.kernellab.memory.allocator.AllocationMap.Account;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Reads whatever account the profile describes. The runner reads too, from the live machine: what
/// it had to look at is what it captures, so that a second reading finds the same.
public final class AllocatorReader {
  private static final int MAX_RANGES = 64;

  private AllocatorReader() {}

  public static AllocatorReading read(AllocatorProfile profile, KernelData data) {
    if (profile instanceof AllocatorProfile.None) {
      return new AllocatorReading.Nothing();
    }
    List<Part> parts =
        profile instanceof AllocatorProfile.Several several
            ? several.parts()
            : List.of(new Part("allocator", profile));
    try {
      var accounts = new ArrayList<Account>();
      var findings = new ArrayList<Finding>();
      for (Part part : parts) {
        Account account = read(part, data);
        accounts.add(account);
        findings.addAll(account.findings());
      }
      var map = new AllocationMap(accounts, findings);
      return new AllocatorReading.Read(
          map.contested().isEmpty() ? map : new AllocationMap(accounts, contested(map, findings)));
    } catch (UnreadableException | ArithmeticException e) {
      return new AllocatorReading.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Account read(Part part, KernelData data) throws UnreadableException {
    String name = part.name();
    return switch (part.allocator()) {
      case AllocatorProfile.Bitmap it -> new BitmapReader(name, it, data).read();
      case AllocatorProfile.FreeList it -> new FreeListReader(name, it, data).read();
      case AllocatorProfile.PageArray it -> new PageArrayReader(name, it, data).read();
      case AllocatorProfile.Buddy it -> new BuddyReader(name, it, data).read();
      case AllocatorProfile.Ranges it -> new RangesReader(name, it, data).read();
      case AllocatorProfile.None it -> nothing(name);
      case AllocatorProfile.Several it -> nothing(name); // refused by the profile's own check
    };
  }

  private static Account nothing(String name) {
    return new Account(
        name,
        new BitSet(),
        new BitSet(),
        new BitSet(),
        frame -> java.util.Optional.empty(),
        List.of());
  }

  private static List<Finding> contested(AllocationMap map, List<Finding> findings) {
    var all = new ArrayList<Finding>(findings);
    all.add(
        finding(
            "allocators-overlap", "Two allocators give out the same frames: %s.", map.contested()));
    return all;
  }

  static Finding finding(String id, String message, BitSet frames) {
    String where =
        frames.isEmpty()
            ? "none"
            : String.format(
                Locale.ROOT, "%,d from frame %d on", frames.cardinality(), frames.nextSetBit(0));
    return new Finding(
        id, String.format(Locale.ROOT, message, where), FrameRanges.first(frames, MAX_RANGES));
  }
}
