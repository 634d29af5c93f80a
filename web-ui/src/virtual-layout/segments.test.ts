// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { LinearAddress, PhysicalAddress } from "../protocol/brands";
import { profile } from "../protocol/profile";
import profileSample from "../protocol/samples/profile.json";
import type { MappedRange } from "../protocol/snapshot";
import { segmentHeight, segments } from "./segments";

const { regions } = profile(profileSample, "");

function mapped(virtual: number, length: number): MappedRange {
  return {
    virtual: virtual as LinearAddress,
    physical: 0 as PhysicalAddress,
    length,
    ...{ writable: true, user: false, large: false },
  };
}

describe("the linear address space", () => {
  it("is covered without gap or overlap, highest address first", () => {
    const stack = segments(regions, []);
    expect(stack.map(({ name }) => name)).toEqual([
      "Page directory",
      "Not in the profile",
      "Kernel code and core data",
      "Not in the profile",
      "User space",
    ]);
    expect(stack[0]?.end).toBe(2 ** 32);
    expect(stack.at(-1)?.start).toBe(0);
    stack.slice(1).forEach((segment, index) => {
      expect(segment.end).toBe(stack[index]?.start);
    });
  });

  it("is one unnamed segment when there is no profile", () => {
    expect(segments([], [])).toMatchObject([{ start: 0, end: 2 ** 32, kind: "unlisted" }]);
  });

  it("splits a mapped range at the borders of its regions", () => {
    const stack = segments(regions, [mapped(0xf03ff000, 0x2000)]);
    const kernel = stack.find(({ kind }) => kind === "kernel");
    const above = stack.find(({ start }) => start === 0xf0400000);
    expect(kernel).toMatchObject({ mappedBytes: 0x1000 });
    expect(above?.pieces).toMatchObject([{ start: 0xf0400000, end: 0xf0401000 }]);
  });

  it("includes the very last page", () => {
    const [top] = segments(regions, [mapped(0xfffff000, 0x1000)]);
    expect(top).toMatchObject({ mappedBytes: 0x1000 });
  });

  it("draws 3 GiB taller than 4 MiB, but not by much", () => {
    const stack = segments(regions, []);
    const heights = stack.map(segmentHeight);
    expect(Math.max(...heights) / Math.min(...heights)).toBeLessThan(2.5);
    expect(heights[0]).toBeLessThan(heights.at(-1) ?? 0);
  });
});
