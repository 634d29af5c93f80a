// SPDX-License-Identifier: Apache-2.0
// Small readers that turn `unknown` into a type or say which field is wrong. Fields nobody asked
// for are ignored, so that an older dashboard survives a newer lab.
import type { FrameNumber, LinearAddress, PhysicalAddress } from "./brands";
import { FRAME_COUNT, addressValue } from "./brands";

export class MalformedMessage extends Error {
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.name = "MalformedMessage";
    this.field = field;
  }
}

export type Reader<T> = (value: unknown, field: string) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;

export const string: Reader<string> = (value, field) => {
  if (typeof value !== "string") throw expected("a string", value, field);
  return value;
};

export const boolean: Reader<boolean> = (value, field) => {
  if (typeof value !== "boolean") throw expected("true or false", value, field);
  return value;
};

export const number: Reader<number> = (value, field) => {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw expected("a number", value, field);
  return value;
};

/** A whole number, zero or more: counts, indices and sequence numbers. */
export const count: Reader<number> = (value, field) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw expected("a whole number", value, field);
  }
  return value;
};

export const frame: Reader<FrameNumber> = (value, field) => {
  const read = count(value, field);
  if (read >= FRAME_COUNT) throw expected(`a frame number below ${FRAME_COUNT}`, value, field);
  return read as FrameNumber;
};

export const hex: Reader<number> = (value, field) => {
  const read = typeof value === "string" ? addressValue(value) : undefined;
  if (read === undefined) throw expected('an address like "0x0010C000"', value, field);
  return read;
};

export const physical: Reader<PhysicalAddress> = (value, field) =>
  hex(value, field) as PhysicalAddress;

export const linear: Reader<LinearAddress> = (value, field) => hex(value, field) as LinearAddress;

export function oneOf<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return (value, field) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw expected(`one of ${allowed.join(" ")}`, value, field);
    return found;
  };
}

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value)) throw expected("a list", value, field);
    return value.map((entry, index) => item(entry, `${field}[${index}]`));
  };
}

/** A field that may be absent. JSON's null counts as absent. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, field) =>
    value === undefined || value === null ? undefined : reader(value, field);
}

type Fields = Readonly<Record<string, Reader<unknown>>>;

export function record<F extends Fields>(
  fields: F,
): Reader<{ readonly [K in keyof F]: Read<F[K]> }> {
  return (value, field) => {
    const source = object(value, field);
    const read = Object.entries(fields).map(([name, reader]) => [
      name,
      reader(source[name], field === "" ? name : `${field}.${name}`),
    ]);
    return Object.fromEntries(read) as { readonly [K in keyof F]: Read<F[K]> };
  };
}

export function object(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw expected("an object", value, field);
  }
  return value as Readonly<Record<string, unknown>>;
}

export function json(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedMessage(field, `not JSON, ${String(cause)}`);
  }
}

function expected(what: string, value: unknown, field: string): MalformedMessage {
  const shown = value === undefined ? "nothing" : JSON.stringify(value);
  return new MalformedMessage(field, `expected ${what}, got ${shown.slice(0, 80)}`);
}
