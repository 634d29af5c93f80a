// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { bitmapQuery } from "../lab-api/queries";
import { bitmapAt } from "./bitmap-at";
import type { Snapshots } from "./bitmap-at";
import type { FrameBitmap } from "./frame-bitmap";

export type ShownBitmap =
  | { readonly kind: "no-snapshot" | "not-ready" | "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "known"; readonly bitmap: FrameBitmap };

/** The bitmap at a snapshot, from the events when they suffice and from the lab when they do not. */
export function useBitmap(id: string, snapshots: Snapshots, n: number | undefined): ShownBitmap {
  const derived = useMemo(
    () => (n === undefined || !snapshots.has(n) ? undefined : bitmapAt(snapshots, n)),
    [snapshots, n],
  );
  const fetched = useQuery({ ...bitmapQuery(id, n ?? 0), enabled: derived?.kind === "fetch" });

  return useMemo(() => {
    if (derived === undefined) return { kind: "no-snapshot" };
    if (derived.kind !== "fetch") return derived;
    if (fetched.data !== undefined) return { kind: "known", bitmap: fetched.data };
    if (fetched.error !== null) return { kind: "failed", reason: fetched.error.message };
    return { kind: "loading" };
  }, [derived, fetched.data, fetched.error]);
}
