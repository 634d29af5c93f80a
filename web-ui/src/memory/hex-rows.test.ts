// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { memory } from "../protocol/memory";
import { hexRows } from "./hex-rows";

const read = (bytes: string, ...unreadable: readonly { offset: number; length: number }[]) =>
  hexRows(memory({ space: "linear", address: "0xF0100000", bytes, unreadable }, ""));

it("shows sixteen bytes a row, with their text", () => {
  const rows = read("4b65726e656c204c61620a00ff7f207e41");
  expect(rows.map((row) => row.address)).toEqual(["0xF0100000", "0xF0100010"]);
  expect(rows[0]?.text).toBe("Kernel Lab···· ~");
  expect(rows[1]).toMatchObject({ bytes: ["41"], text: "A" });
});

it("tells a zero from what could not be read", () => {
  expect(read("00000041", { offset: 1, length: 2 })[0]).toMatchObject({
    bytes: ["00", "..", "..", "41"],
    text: "·  A",
  });
});

it("keeps rows of 64-bit addresses apart", () => {
  const rows = hexRows(
    memory(
      { space: "linear", address: "0xFFFFFFFF80105000", bytes: "00".repeat(32), unreadable: [] },
      "",
    ),
  );

  expect(rows.map((row) => row.address)).toEqual(["0xFFFFFFFF80105000", "0xFFFFFFFF80105010"]);
});
