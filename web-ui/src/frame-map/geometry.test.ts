// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { FRAME_COUNT } from "../protocol/brands";
import type { FrameNumber } from "../protocol/brands";
import { axis, cornerOf, fit, following, frameAt, panned, showing, zoomed } from "./geometry";

const VIEWPORT = { width: 800, height: 400 };
const RAM_FRAMES = 32_768;

describe("fitting the map", () => {
  it("shows 128 MiB as 256 frames a row rather than a strip of 32 rows", () => {
    expect(fit(RAM_FRAMES, VIEWPORT)).toMatchObject({ columns: 256, scale: 3.125 });
  });

  it("shows 4 GiB with a page table a row", () => {
    expect(fit(FRAME_COUNT, VIEWPORT)).toMatchObject({ columns: 1024, scale: 400 / 1024 });
  });
});

describe("finding frames", () => {
  const view = { columns: 256, scale: 4, x: 10, y: 20 };

  it("gives the frame under a point", () => {
    expect(frameAt(view, { x: 0, y: 0 })).toBe(20 * 256 + 10);
    expect(frameAt(view, { x: 4, y: 8 })).toBe(22 * 256 + 11);
  });

  it("gives none beside the map", () => {
    expect(frameAt({ ...view, x: -5 }, { x: 3, y: 0 })).toBeUndefined();
    expect(frameAt({ ...view, x: 250 }, { x: 30, y: 0 })).toBeUndefined();
  });

  it("is undone by the corner of the frame", () => {
    const corner = cornerOf(view, 22 * 256 + 11);
    expect(frameAt(view, corner)).toBe(22 * 256 + 11);
  });
});

describe("moving the map", () => {
  const view = fit(RAM_FRAMES, VIEWPORT);

  it("keeps the frame under the pointer when zooming", () => {
    const at = { x: 333, y: 222 };
    const closer = zoomed(view, view.scale * 3, at, VIEWPORT);
    expect(frameAt(closer, at)).toBe(frameAt(view, at));
  });

  it("does not leave the map", () => {
    const past = panned(view, { x: 1e9, y: 1e9 }, VIEWPORT);
    expect(past).toMatchObject({ x: 0, y: 0 });
    const end = panned(view, { x: -1e9, y: -1e9 }, VIEWPORT);
    expect(frameAt(end, { x: 799, y: 399 })).toBe(FRAME_COUNT - 1);
  });

  it("brings frames asked for into sight, large enough to see", () => {
    const shown = showing(view, { first: 266 as FrameNumber, count: 1 }, VIEWPORT);
    const { x, y } = cornerOf(shown, 266);
    expect(shown.scale).toBeGreaterThanOrEqual(18);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThan(VIEWPORT.width);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThan(VIEWPORT.height);
  });

  it("follows a cursor that leaves the viewport", () => {
    const close = { columns: 256, scale: 20, x: 0, y: 0 };
    const moved = following(close, (100 * 256 + 200) as FrameNumber, VIEWPORT);
    expect(cornerOf(moved, 100 * 256 + 200)).toEqual({ x: 780, y: 380 });
  });
});

describe("the axis", () => {
  it("is labelled at round addresses", () => {
    const labels = axis(fit(RAM_FRAMES, VIEWPORT), VIEWPORT, 44).map(({ label }) => label);
    expect(labels).toEqual([
      "0",
      "16 MiB",
      "32 MiB",
      "48 MiB",
      "64 MiB",
      "80 MiB",
      "96 MiB",
      "112 MiB",
      "128 MiB",
    ]);
  });
});
