// SPDX-License-Identifier: Apache-2.0
// The linear address space as a stack of segments, highest address first: the profile's regions and
// what lies between them, each with the part of it that is mapped.
import { ADDRESS_SPACE } from "../protocol/brands";
import type { LinearRegion, RegionKind } from "../protocol/profile";
import type { MappedRange } from "../protocol/snapshot";

export interface Piece {
  readonly range: MappedRange;
  /** The part of the range inside the segment, end exclusive. */
  readonly start: number;
  readonly end: number;
}

export interface Segment {
  readonly name: string;
  readonly kind: RegionKind | "unlisted";
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly pieces: readonly Piece[];
  readonly mappedBytes: number;
}

export function segments(
  regions: readonly LinearRegion[],
  ranges: readonly MappedRange[],
): readonly Segment[] {
  const outlines: { name: string; kind: Segment["kind"]; start: number; end: number }[] = [];
  let reached = 0;
  for (const region of [...regions].sort((a, b) => a.start - b.start)) {
    if (region.start > reached) outlines.push(unlisted(reached, region.start));
    outlines.push({ ...region, end: region.end + 1 });
    reached = Math.max(reached, region.end + 1);
  }
  if (reached < ADDRESS_SPACE) outlines.push(unlisted(reached, ADDRESS_SPACE));
  return outlines
    .map((outline) => {
      const pieces = piecesWithin(outline.start, outline.end, ranges);
      const mappedBytes = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
      return { ...outline, pieces, mappedBytes };
    })
    .reverse();
}

/** Grows with the logarithm of the size: 4 MiB stays legible beside 3 GiB. */
export function segmentHeight({ start, end }: Segment): number {
  const pages = Math.max(1, (end - start) / 4096);
  return Math.round(46 + Math.max(0, Math.log2(pages) - 10) * 4);
}

function unlisted(start: number, end: number) {
  return { name: "Not in the profile", kind: "unlisted" as const, start, end };
}

function piecesWithin(start: number, end: number, ranges: readonly MappedRange[]): Piece[] {
  return ranges
    .map((range) => ({
      range,
      start: Math.max(start, range.virtual),
      end: Math.min(end, range.virtual + range.length),
    }))
    .filter((piece) => piece.end > piece.start);
}
