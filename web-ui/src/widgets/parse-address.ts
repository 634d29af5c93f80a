// SPDX-License-Identifier: Apache-2.0
import { linearAddress } from "../protocol/brands";
import type { LinearAddress } from "../protocol/brands";

/** Reads what a person types: hexadecimal, with or without 0x, with _ or spaces between digits. */
export function parseLinearAddress(text: string): LinearAddress | undefined {
  const digits = text.replace(/[\s_]/g, "").replace(/^0x/i, "");
  return /^[0-9a-f]{1,8}$/i.test(digits) ? linearAddress(Number.parseInt(digits, 16)) : undefined;
}
