// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import java.util.Set;

/// The ids of findings, as `docs/reference/findings.md` lists them.
public final class FindingKinds {
  /// Those that hold the account against QEMU's own map of memory.
  static final Set<String> AGAINST_THE_MACHINE =
      Set.of("free-under-device", "free-above-ram", "free-not-ram");

  /// Those that are found without the allocator's account.
  static final Set<String> WITHOUT_THE_ACCOUNT =
      Set.of(
          "mapped-writable-twice",
          "kernel-frame-user-accessible",
          "writable-text",
          "self-reference-broken",
          "paging-structure-outside-ram",
          "paging-not-decoded");

  public static final Set<String> ALL =
      Set.of(
          "mapped-but-free",
          "paging-structure-free",
          "account-free",
          "reserved-but-free",
          "free-under-device",
          "free-above-ram",
          "free-not-ram",
          "leak-candidate",
          "free-frame-written",
          "mapped-writable-twice",
          "kernel-frame-user-accessible",
          "writable-text",
          "self-reference-broken",
          "free-count-differs",
          "free-list-loops",
          "free-list-broken",
          "free-twice",
          "free-outside-pool",
          "allocators-overlap",
          "allocator-unreadable",
          "profile-does-not-fit",
          "paging-structure-outside-ram",
          "paging-not-decoded");

  private FindingKinds() {}
}
