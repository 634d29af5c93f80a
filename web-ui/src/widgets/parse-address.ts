// SPDX-License-Identifier: Apache-2.0
import { addressValue, linearAddress } from "../protocol/brands";
import type { LinearAddress } from "../protocol/brands";

// What 64-bit code has above 4 GiB: bits 63 to 48 repeat bit 47 (Intel SDM vol. 1, 3.3.7.1).
const WIDE = /^(0000[0-7]|ffff[89a-f])[0-9a-f]{11}$/i;

/**
 * Reads what a person types: hexadecimal, with or without 0x, with _ or spaces between digits. Of
 * the upper half of 64 bits, the page's first address: no number holds the others.
 */
export function parseLinearAddress(text: string): LinearAddress | undefined {
  const digits = text.replace(/[\s_]/g, "").replace(/^0x/i, "");
  if (/^[0-9a-f]{1,8}$/i.test(digits)) return linearAddress(Number.parseInt(digits, 16));
  const wide = digits.padStart(16, "0");
  return digits !== "" && WIDE.test(wide)
    ? (addressValue(`0x${wide}`) as LinearAddress)
    : undefined;
}
