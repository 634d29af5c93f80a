// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_SPACE } from "./brands";
import { boolean, count, hex, linear, object, optional, physical, record, string } from "./reader";
import type { Read, Reader } from "./reader";

const NAMED = record({
  eip: linear,
  esp: hex,
  eflags: hex,
  cr0: hex,
  cr2: linear,
  cr3: physical,
  cr4: hex,
  gdtLimit: optional(count),
  idtLimit: optional(count),
  halted: optional(boolean),
  wide: optional(object),
});

const NOT_HEXADECIMAL = new Set(["gdtLimit", "idtLimit", "halted", "segments", "wide"]);

export interface Registers extends Read<typeof NAMED> {
  /** Every register the monitor gave as an address of 32 bits, by its lower-case name. */
  readonly values: ReadonlyMap<string, number>;
  /** Of 64-bit code: registers as they are written, since no number holds them. */
  readonly wideValues: ReadonlyMap<string, string>;
}

export const registers: Reader<Registers> = (value, field) => {
  const named = NAMED(value, field);
  const values = new Map<string, number>();
  const wideValues = new Map<string, string>();
  for (const [name, raw] of Object.entries(object(value, field))) {
    if (NOT_HEXADECIMAL.has(name)) continue;
    const number = hex(raw, `${field}.${name}`);
    if (number < ADDRESS_SPACE) values.set(name, number);
    else wideValues.set(name, string(raw, `${field}.${name}`));
  }
  for (const [name, raw] of Object.entries(named.wide ?? {})) {
    wideValues.set(name, string(raw, `${field}.wide.${name}`));
  }
  return { ...named, values, wideValues };
};
