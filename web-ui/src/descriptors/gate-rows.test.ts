// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import type { Gate } from "../protocol/descriptors";
import { gateRows } from "./gate-rows";

const gate = (vector: number, offset: number, ist = 0): Gate => ({
  vector,
  name: vector === 14 ? "page fault" : "",
  kind: "INTERRUPT",
  selector: 8,
  offset: "0x" + offset.toString(16),
  privilege: 0,
  ist,
  present: true,
  handler: undefined,
});

it("puts neighbours that are the same into one row, and leaves out none that is wrong", () => {
  const gates = [
    gate(14, 0x100),
    gate(48, 0x200),
    gate(49, 0x200),
    gate(50, 0x200),
    gate(51, 0x210),
  ];
  const problems = [{ table: "IDT", index: 50, message: "Gate 50 leads nowhere." }];

  const rows = gateRows(gates, problems);

  expect(rows.map((row) => row.vectors)).toEqual(["14 page fault", "48–49", "50", "51"]);
  expect(rows.map((row) => row.problem)).toEqual([false, false, true, false]);
});

it("tells neighbours with another stack apart", () => {
  const rows = gateRows([gate(48, 0x200), gate(49, 0x200, 3)], []);

  expect(rows.map((row) => row.gate)).toEqual(["interrupt", "interrupt, IST3"]);
});
