// SPDX-License-Identifier: Apache-2.0
import type { Profile, ProfileCheckpoint } from "../protocol/profile";
import type { Snapshot } from "../protocol/snapshot";

/** A moment of a run worth naming: one that was seen, or a checkpoint that was not reached. */
export type Moment =
  | {
      readonly kind: "seen";
      readonly snapshot: Snapshot;
      readonly title: string;
      readonly checkpoint: ProfileCheckpoint | undefined;
    }
  | { readonly kind: "missing"; readonly checkpoint: ProfileCheckpoint };

/** Checkpoints and other single snapshots in the order they were taken, then what was not reached. */
export function moments(
  snapshots: readonly Snapshot[],
  profile: Profile | undefined,
): readonly Moment[] {
  const named = profile?.checkpoints ?? [];
  const reached = new Set(snapshots.map((snapshot) => snapshot.checkpoint));
  const seen = snapshots
    .filter((snapshot) => snapshot.reason !== "period")
    .map((snapshot): Moment => {
      const checkpoint = named.find(({ symbol }) => symbol === snapshot.checkpoint);
      return { kind: "seen", snapshot, checkpoint, title: momentTitle(snapshot, profile) };
    });
  const missing = named
    .filter(({ symbol }) => !reached.has(symbol))
    .map((checkpoint): Moment => ({ kind: "missing", checkpoint }));
  return [...seen, ...missing];
}

export function momentTitle(snapshot: Snapshot, profile: Profile | undefined): string {
  switch (snapshot.reason) {
    case "checkpoint": {
      const named = profile?.checkpoints.find(({ symbol }) => symbol === snapshot.checkpoint);
      return named?.title ?? snapshot.checkpoint ?? "Checkpoint";
    }
    case "period":
      return "While running";
    case "request":
      return "On request";
    case "unannounced":
      return "Between checkpoints, unannounced";
    case "fault":
      return "At the fault";
    case "final":
      return "At the end";
  }
}
