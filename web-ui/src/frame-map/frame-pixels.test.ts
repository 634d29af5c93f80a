// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { FRAME_COUNT } from "../protocol/brands";
import type { FrameNumber } from "../protocol/brands";
import { FrameBitmap } from "../run-model/frame-bitmap";
import { paintFrames } from "./frame-pixels";
import { pixelOf } from "./palette";

const PALETTE = { free: 1, allocated: 2, notRam: 3, freed: 4, taken: 5, unknown: 6 };
const RAM_FRAMES = 32_767;

const run = (first: number, count: number, free: boolean) => ({
  first: first as FrameNumber,
  count,
  free,
});

function painted(bitmap: FrameBitmap, before?: FrameBitmap): Uint32Array {
  const pixels = new Uint32Array(FRAME_COUNT);
  paintFrames(pixels, { bitmap, before, ramFrames: RAM_FRAMES }, PALETTE);
  return pixels;
}

/** The whole picture as runs of one colour: `[colour, pixels]`. */
function runs(pixels: Uint32Array): [number, number][] {
  const found: [number, number][] = [];
  for (const pixel of pixels) {
    const last = found.at(-1);
    if (last?.[0] === pixel) last[1]++;
    else found.push([pixel, 1]);
  }
  return found;
}

describe("painting frames", () => {
  const before = FrameBitmap.allAllocated().with([run(1024, 1000, true)]);

  it("tells free, allocated and what is not RAM apart, to the frame", () => {
    expect(runs(painted(before))).toEqual([
      [PALETTE.allocated, 1024],
      [PALETTE.free, 1000],
      [PALETTE.allocated, RAM_FRAMES - 2024],
      [PALETTE.notRam, FRAME_COUNT - RAM_FRAMES],
    ]);
  });

  it("shows what changed since the snapshot before", () => {
    const after = before.with([run(1027, 10, false), run(40_001, 3, true)]);
    expect(runs(painted(after, before))).toEqual([
      [PALETTE.allocated, 1024],
      [PALETTE.free, 3],
      [PALETTE.taken, 10],
      [PALETTE.free, 987],
      [PALETTE.allocated, RAM_FRAMES - 2024],
      [PALETTE.notRam, 40_001 - RAM_FRAMES],
      [PALETTE.freed, 3],
      [PALETTE.notRam, FRAME_COUNT - 40_004],
    ]);
  });
});

describe("a colour of the style sheet", () => {
  it("becomes red, green, blue, opaque", () => {
    const bytes = new Uint8Array(new Uint32Array([pixelOf("rgb(43, 179, 163)")]).buffer);
    expect([...bytes]).toEqual([43, 179, 163, 255]);
  });
});
