// SPDX-License-Identifier: Apache-2.0
import type { Snapshot } from "../protocol/snapshot";
import type { ShownBitmap } from "../run-model/use-bitmap";

/** Why no frame is drawn, for a person; empty when frames are. */
export function whyEmpty(shown: ShownBitmap, snapshot: Snapshot | undefined): string {
  switch (shown.kind) {
    case "no-snapshot":
      return "Nothing to show before the first snapshot.";
    case "not-ready":
      return whyNotReady(snapshot);
    case "loading":
      return "Fetching this snapshot’s bitmap…";
    case "failed":
      return `The bitmap could not be fetched. ${shown.reason}`;
    case "known":
      return "";
  }
}

function whyNotReady(snapshot: Snapshot | undefined): string {
  if (snapshot?.allocator.kind === "not-ready" && !snapshot.allocator.described) {
    return "The profile describes no allocator, so no frame is known to be free or in use.";
  }
  const unreadable = snapshot?.findings.find(({ id }) => id === "allocator-unreadable");
  return unreadable?.message ?? "At this point the kernel has not set its allocator up yet.";
}
