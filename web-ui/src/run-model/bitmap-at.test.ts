// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { FRAME_COUNT } from "../protocol/brands";
import type { FrameNumber } from "../protocol/brands";
import { snapshot } from "../protocol/snapshot";
import type { Snapshot } from "../protocol/snapshot";
import samples from "../protocol/samples/events.json";
import { bitmapAt } from "./bitmap-at";
import { FrameBitmap, movement } from "./frame-bitmap";

const template = samples.find(({ event }) => event === "snapshot")?.data;

function taken(n: number, allocator: object): Snapshot {
  return snapshot({ ...template, n, allocator: { kind: "bitmap", ready: true, ...allocator } }, "");
}
const known = { free: 0, allocated: 0 };
const held = (...snapshots: Snapshot[]) => new Map(snapshots.map((one) => [one.n, one]));

describe("the bitmap at a snapshot", () => {
  const complete = taken(1, { ...known, changes: [[1024, 100, true]] });
  const change = taken(2, { ...known, base: 1, changes: [[1030, 5, false]] });

  it("is what a complete picture says", () => {
    const at = bitmapAt(held(complete), 1);
    expect(at.kind).toBe("known");
    if (at.kind !== "known") return;
    expect(at.bitmap.isFree(1023 as FrameNumber)).toBe(false);
    expect(at.bitmap.isFree(1024 as FrameNumber)).toBe(true);
    expect(at.bitmap.isFree(1123 as FrameNumber)).toBe(true);
    expect(at.bitmap.isFree(1124 as FrameNumber)).toBe(false);
  });

  it("follows the changes from its base", () => {
    const at = bitmapAt(held(complete, change), 2);
    expect(at.kind === "known" && at.bitmap.isFree(1032 as FrameNumber)).toBe(false);
    expect(at.kind === "known" && at.bitmap.isFree(1035 as FrameNumber)).toBe(true);
  });

  it("has to be fetched when its base is not held", () => {
    expect(bitmapAt(held(change), 2)).toEqual({ kind: "fetch" });
  });

  it("has to be fetched when there were too many changes, there or before", () => {
    const truncated = taken(1, { ...known, changes: [], truncated: true });
    expect(bitmapAt(held(truncated), 1)).toEqual({ kind: "fetch" });
    expect(bitmapAt(held(truncated, change), 2)).toEqual({ kind: "fetch" });
  });

  it("has to be fetched when a chain would never end", () => {
    const own = taken(2, { ...known, base: 2, changes: [] });
    expect(bitmapAt(held(own), 2)).toEqual({ kind: "fetch" });
  });

  it("is not there while the allocator is not ready", () => {
    expect(bitmapAt(held(taken(1, { ready: false })), 1)).toEqual({ kind: "not-ready" });
  });
});

describe("changes to a bitmap", () => {
  // The oracle is one boolean a frame: it shares nothing with the bit arithmetic it checks.
  it("agree with a list of booleans", () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = randomFrom(seed);
    let bitmap = FrameBitmap.allAllocated();
    const free = new Array<boolean>(FRAME_COUNT).fill(false);
    for (let step = 0; step < 200; step++) {
      const first = Math.floor(random() * (FRAME_COUNT - 5000));
      const count = Math.floor(random() * (step % 2 === 0 ? 20 : 5000));
      const makeFree = random() < 0.6;
      bitmap = bitmap.with([{ first: first as FrameNumber, count, free: makeFree }]);
      free.fill(makeFree, first, first + count);
    }
    const wrong = free.findIndex((expected, frame) => {
      return bitmap.isFree(frame as FrameNumber) !== expected;
    });
    expect(wrong, `first wrong frame, seed ${seed}`).toBe(-1);
  });

  it("leave the bitmap they start from as it was", () => {
    const before = FrameBitmap.allAllocated();
    before.with([{ first: 3 as FrameNumber, count: 10, free: true }]);
    expect(before.isFree(5 as FrameNumber)).toBe(false);
  });

  it("are counted both ways", () => {
    const before = FrameBitmap.allAllocated().with([
      { first: 10 as FrameNumber, count: 30, free: true },
    ]);
    const after = before.with([
      { first: 10 as FrameNumber, count: 4, free: false },
      { first: 100 as FrameNumber, count: 9, free: true },
    ]);
    expect(movement(before, after)).toEqual({ freed: 9, taken: 4 });
  });
});

describe("a fetched bitmap", () => {
  it("has the first frame in the least significant bit", () => {
    const bytes = new Uint8Array(131_072);
    bytes[1] = 0b0000_0010;
    const bitmap = FrameBitmap.fromBytes(bytes);
    expect(bitmap.isFree(9 as FrameNumber)).toBe(true);
    expect(bitmap.isFree(8 as FrameNumber)).toBe(false);
  });

  it("is refused when it is not 131,072 bytes", () => {
    expect(() => FrameBitmap.fromBytes(new Uint8Array(128))).toThrow(
      "bitmap: expected 131072 bytes, got 128",
    );
  });
});

/** Park and Miller's minimal standard generator. */
function randomFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
