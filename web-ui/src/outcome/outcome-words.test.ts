// SPDX-License-Identifier: Apache-2.0
import { expect, test } from "vitest";
import { toneOf } from "./outcome-words";

test("a completed run is green with full marks, or none to give", () => {
  expect(toneOf("COMPLETED", { score: 100, max: 100 })).toBe("good");
  expect(toneOf("COMPLETED", undefined)).toBe("good");
});

test("a completed run that lost points is not", () => {
  expect(toneOf("COMPLETED", { score: 99, max: 100 })).toBe("warn");
  expect(toneOf("COMPLETED", { score: 0, max: 100 })).toBe("bad");
});

test("points do not make a fault look better", () => {
  expect(toneOf("KERNEL_FAULT", { score: 100, max: 100 })).toBe("bad");
});
