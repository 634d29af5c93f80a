// SPDX-License-Identifier: Apache-2.0
// Which snapshot every view shows, and what in it is pointed out.
import { useCallback, useMemo, useState } from "react";
import type { LinearAddress } from "../protocol/brands";
import type { FrameRun, Snapshot } from "../protocol/snapshot";
import type { Evidence } from "../protocol/verdict";

interface Chosen {
  /** Undefined follows the newest snapshot. */
  readonly pinned: number | undefined;
  readonly frames: readonly FrameRun[];
  readonly linear: LinearAddress | undefined;
}

const NOTHING_CHOSEN: Chosen = { pinned: undefined, frames: [], linear: undefined };

export interface Selection {
  readonly snapshot: Snapshot | undefined;
  readonly before: Snapshot | undefined;
  readonly following: boolean;
  readonly frames: readonly FrameRun[];
  readonly linear: LinearAddress | undefined;
  readonly select: (n: number) => void;
  readonly step: (by: 1 | -1) => void;
  readonly follow: (follow: boolean) => void;
  readonly showEvidence: (evidence: Evidence) => void;
}

export function useSelection(snapshots: readonly Snapshot[]): Selection {
  const [chosen, setChosen] = useState(NOTHING_CHOSEN);
  const { pinned, frames, linear } = chosen;
  const index =
    pinned === undefined
      ? snapshots.length - 1
      : snapshots.findIndex((snapshot) => snapshot.n === pinned);

  const select = useCallback((n: number) => {
    setChosen({ ...NOTHING_CHOSEN, pinned: n });
  }, []);
  const step = useCallback(
    (by: 1 | -1) => {
      const next = snapshots[index + by];
      if (next !== undefined) select(next.n);
    },
    [snapshots, index, select],
  );

  return useMemo(
    () => ({
      snapshot: snapshots[index],
      before: snapshots[index - 1],
      following: pinned === undefined,
      frames,
      linear,
      select,
      step,
      follow: (follow) => {
        setChosen(follow ? NOTHING_CHOSEN : { ...NOTHING_CHOSEN, pinned: snapshots[index]?.n });
      },
      showEvidence: (evidence) => {
        setChosen({
          pinned: evidence.snapshot ?? snapshots[index]?.n,
          frames: evidence.frames ?? [],
          linear: evidence.linear,
        });
      },
    }),
    [snapshots, index, pinned, frames, linear, select, step],
  );
}
