// SPDX-License-Identifier: Apache-2.0
import type { Snapshot } from "../protocol/snapshot";
import { FrameBitmap } from "./frame-bitmap";

export type BitmapAt =
  | { readonly kind: "not-ready" }
  | { readonly kind: "known"; readonly bitmap: FrameBitmap }
  /** The chain of changes is broken: ask the lab for this snapshot's bitmap. */
  | { readonly kind: "fetch" };

export type Snapshots = ReadonlyMap<number, Snapshot>;

/**
 * The allocator's bitmap at a snapshot, by following the changes back to a complete picture. A chain
 * is at most eight long, so nothing is cached.
 */
export function bitmapAt(snapshots: Snapshots, n: number): BitmapAt {
  const allocator = snapshots.get(n)?.allocator;
  if (allocator?.kind === "not-ready") return { kind: "not-ready" };
  if (allocator?.changes === undefined) return { kind: "fetch" };
  const base = bitmapBefore(snapshots, n, allocator.base);
  return base === undefined
    ? { kind: "fetch" }
    : { kind: "known", bitmap: base.with(allocator.changes) };
}

function bitmapBefore(
  snapshots: Snapshots,
  n: number,
  base: number | undefined,
): FrameBitmap | undefined {
  if (base === undefined) return FrameBitmap.allAllocated();
  if (base >= n) return undefined;
  const before = bitmapAt(snapshots, base);
  return before.kind === "known" ? before.bitmap : undefined;
}
