// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { registers } from "./registers";

it("keeps what no number holds as it is written", () => {
  const zero = Object.fromEntries(
    ["eip", "esp", "eflags", "cr0", "cr2", "cr3", "cr4"].map((name) => [name, "0x00000000"]),
  );
  const read = registers(
    { ...zero, gdtBase: "0xFFFFFFFF801082E0", idtBase: "0x00001000", wide: { rip: "0x00000007" } },
    "",
  );

  expect([...read.wideValues]).toEqual([
    ["gdtBase", "0xFFFFFFFF801082E0"],
    ["rip", "0x00000007"],
  ]);
  expect(read.values.get("idtBase")).toBe(0x1000);
  expect(read.values.has("gdtBase")).toBe(false);
});
