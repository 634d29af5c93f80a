// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import type { Snapshot } from "../protocol/snapshot";
import { whyEmpty } from "./why-empty";

function why(described: boolean, findings: readonly { id: string; message: string }[]): string {
  const snapshot = { allocator: { kind: "not-ready", described }, findings };
  return whyEmpty({ kind: "not-ready" }, snapshot as unknown as Snapshot);
}

it("tells not yet from not at all, and from what cannot be read", () => {
  expect(why(true, [])).toMatch(/not set its allocator up yet/);
  expect(why(false, [])).toMatch(/describes no allocator/);
  expect(why(true, [{ id: "allocator-unreadable", message: "No symbol map." }])).toBe(
    "No symbol map.",
  );
});
