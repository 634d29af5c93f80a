// SPDX-License-Identifier: Apache-2.0
// Entries in the manual's words: Intel SDM vol. 3, 4.3, tables 4-4 to 4-6.
import {
  MalformedMessage,
  boolean,
  count,
  hex,
  linear,
  list,
  oneOf,
  optional,
  physical,
  record,
  string,
} from "./reader";
import type { Read, Reader } from "./reader";

export const ENTRIES = 1024;

const index: Reader<number> = (value, field) => {
  const read = count(value, field);
  if (read >= ENTRIES) throw new MalformedMessage(field, `not below ${ENTRIES}, ${read}`);
  return read;
};

const pageDirectoryEntry = record({
  index,
  raw: hex,
  present: boolean,
  large: boolean,
  writable: boolean,
  user: boolean,
  accessed: boolean,
  physical: optional(physical),
});
export type PageDirectoryEntry = Read<typeof pageDirectoryEntry>;

/** The entries that are not zero. */
export const pageDirectory = record({
  directory: optional(physical),
  entries: list(pageDirectoryEntry),
});
export type PageDirectory = Read<typeof pageDirectory>;

const pageTableEntry = record({
  index,
  virtual: linear,
  raw: hex,
  present: boolean,
  writable: boolean,
  user: boolean,
  accessed: boolean,
  dirty: boolean,
  physical: optional(physical),
});
export type PageTableEntry = Read<typeof pageTableEntry>;

export const pageTable = record({
  index,
  table: optional(physical),
  entries: list(pageTableEntry),
});
export type PageTable = Read<typeof pageTable>;

const translationStep = record({
  level: string,
  index,
  entryAddress: optional(physical),
  /** Kept as text, as `linear` below: of 64 bits, a number loses the lowest. */
  raw: string,
  present: boolean,
  writable: boolean,
  user: boolean,
  large: optional(boolean),
  physical: optional(physical),
});
export type TranslationStep = Read<typeof translationStep>;

export const translation = record({
  linear: string,
  physical: optional(physical),
  failure: optional(string),
  steps: list(translationStep),
});
export type Translation = Read<typeof translation>;

const addressSpace = record({
  directory: physical,
  found: oneOf("cr3", "profile", "earlier"),
  name: optional(string),
});
export type AddressSpace = Read<typeof addressSpace>;

/** Those that a snapshot shows, CR3's first. */
export const addressSpaces = record({ items: list(addressSpace) });

const tableEntry = record({
  index,
  linear,
  /** Kept as text: of 64 bits, a number loses the lowest. */
  raw: string,
  present: boolean,
  large: boolean,
  writable: boolean,
  user: boolean,
  physical: optional(physical),
});
export type TableEntry = Read<typeof tableEntry>;

/** One table of any paging mode: the entries that are not zero. */
export const table = record({
  path: list(count),
  level: string,
  table: physical,
  size: count,
  reach: count,
  entries: list(tableEntry),
});
export type Table = Read<typeof table>;
