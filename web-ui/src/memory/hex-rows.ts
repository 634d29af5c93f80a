// SPDX-License-Identifier: Apache-2.0
// Memory as rows of sixteen bytes, in hexadecimal and as text.
import type { Memory } from "../protocol/memory";

export const BYTES_A_ROW = 16;

export interface HexRow {
  readonly address: string;
  /** Two digits each; two dots where nothing could be read. */
  readonly bytes: readonly string[];
  readonly text: string;
}

export function hexRows({ address, bytes, unreadable }: Memory): readonly HexRow[] {
  const cells = (bytes.match(/../g) ?? []).map((digits, at) =>
    unreadable.some(({ offset, length }) => at >= offset && at < offset + length) ? ".." : digits,
  );
  const rows: HexRow[] = [];
  for (let at = 0; at < cells.length; at += BYTES_A_ROW) {
    const row = cells.slice(at, at + BYTES_A_ROW);
    rows.push({ address: addressOf(address, at), bytes: row, text: row.map(character).join("") });
  }
  return rows;
}

/** Above 2^53, a number would lose the sum. */
function addressOf(first: number, at: number): string {
  const sum = BigInt.asUintN(64, BigInt(first) + BigInt(at));
  return "0x" + sum.toString(16).toUpperCase().padStart(8, "0");
}

/** Printable ASCII as itself, anything else as a dot, what could not be read as a blank. */
function character(digits: string): string {
  if (digits === "..") return " ";
  const code = Number.parseInt(digits, 16);
  return code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : "·";
}
