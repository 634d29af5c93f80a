// SPDX-License-Identifier: Apache-2.0
const UNITS = ["B", "KiB", "MiB", "GiB"] as const;

export function bytes(size: number): string {
  let unit = 0;
  let value = size;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toFixed(value < 10 ? 2 : 1))} ${UNITS[unit] ?? ""}`;
}
