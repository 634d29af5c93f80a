// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { parseLinearAddress } from "./parse-address";

it.each([
  ["0xF0100000", 0xf0100000],
  ["f0100000", 0xf0100000],
  [" 0xF010_0000 ", 0xf0100000],
  ["0", 0],
  ["ffffffff", 0xffffffff],
])("reads %s", (text, address) => {
  expect(parseLinearAddress(text)).toBe(address);
});

it.each(["", "0x", "100000000", "0xG", "-1", "1.5"])("refuses %j", (text) => {
  expect(parseLinearAddress(text)).toBeUndefined();
});
