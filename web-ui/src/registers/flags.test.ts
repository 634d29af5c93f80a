// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { CR0, CR4, EFLAGS, flagsSet } from "./flags";

const names = (value: number, flags: typeof CR0) => flagsSet(value, flags).map(({ name }) => name);

it("decodes CR0 with paging and write protection on", () => {
  expect(names(0x80010011, CR0)).toEqual(["PG", "WP", "ET", "PE"]);
});

it("decodes CR4 with 4 MiB pages on", () => {
  expect(names(0x10, CR4)).toEqual(["PSE"]);
});

it("decodes EFLAGS without naming the bit that is always set", () => {
  expect(names(0x202, EFLAGS)).toEqual(["IF"]);
});
