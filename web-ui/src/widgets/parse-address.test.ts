// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { parseLinearAddress } from "./parse-address";

it.each([
  ["0xF0100000", 0xf0100000],
  ["f0100000", 0xf0100000],
  [" 0xF010_0000 ", 0xf0100000],
  ["0", 0],
  ["ffffffff", 0xffffffff],
  ["100000000", 2 ** 32],
  ["0x7FFF_FFFF_FFFF", 2 ** 47 - 1],
  ["0xFFFF800000000FFF", 2 ** 64 - 2 ** 47],
  ["0xFFFFFFFFFFFFFFFF", 2 ** 64 - 4096],
])("reads %s", (text, address) => {
  expect(parseLinearAddress(text)).toBe(address);
});

it.each([
  "",
  "0x",
  "0x800000000000",
  "0xFFFF7FFFFFFFFFFF",
  "0x1FFFFFFFFFFFFFFFF",
  "0xG",
  "-1",
  "1.5",
])("refuses %j", (text) => {
  expect(parseLinearAddress(text)).toBeUndefined();
});
