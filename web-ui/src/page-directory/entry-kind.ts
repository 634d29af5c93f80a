// SPDX-License-Identifier: Apache-2.0
import type { PhysicalAddress } from "../protocol/brands";
import type {
  PageDirectory,
  PageDirectoryEntry,
  PageTableEntry,
  Table,
  TableEntry,
} from "../protocol/page-tables";
import { ENTRIES } from "../protocol/page-tables";
import { hexadecimal } from "../protocol/brands";

/** How an entry is drawn. `not-present` is an entry that is not zero although its P bit is clear. */
export type EntryKind =
  "absent" | "not-present" | "supervisor" | "user" | "large" | "self-reference";

export interface Cell {
  readonly kind: EntryKind;
  readonly readOnly: boolean;
  readonly label: string;
}

const PAGE_TABLE_SPAN = 4096 * ENTRIES;

export function directoryCells(directory: PageDirectory): readonly Cell[] {
  return cells(directory.entries, "PDE", (entry) => directoryEntryKind(entry, directory));
}

export function tableCells(entries: readonly PageTableEntry[]): readonly Cell[] {
  return cells(entries, "PTE", tableEntryKind);
}

export function directoryEntryKind(entry: PageDirectoryEntry, directory: PageDirectory): EntryKind {
  if (!entry.present) return entry.raw === 0 ? "absent" : "not-present";
  if (entry.physical !== undefined && entry.physical === directory.directory && !entry.large) {
    return "self-reference";
  }
  if (entry.large) return "large";
  return entry.user ? "user" : "supervisor";
}

export function tableEntryKind(entry: PageTableEntry): EntryKind {
  if (!entry.present) return entry.raw === 0 ? "absent" : "not-present";
  return entry.user ? "user" : "supervisor";
}

/** Of any paging mode. */
export function cellsOf(table: Table, root: PhysicalAddress | undefined): readonly Cell[] {
  const drawn = Array.from({ length: table.size }, (_, index): Cell => {
    return { kind: "absent", readOnly: false, label: `${table.level} ${index}: absent` };
  });
  for (const entry of table.entries) {
    const kind = entryKindOf(entry, root);
    drawn[entry.index] = {
      kind,
      readOnly: kind !== "not-present" && !entry.writable,
      label: `${table.level} ${entry.index}, from ${hexadecimal(entry.linear)}: ${kind}`,
    };
  }
  return drawn;
}

function entryKindOf(entry: TableEntry, root: PhysicalAddress | undefined): EntryKind {
  if (!entry.present) return "not-present";
  if (entry.large) return "large";
  if (entry.physical !== undefined && entry.physical === root) return "self-reference";
  return entry.user ? "user" : "supervisor";
}

/** The first linear address that a page directory entry is asked for. */
export function linearOfDirectoryEntry(index: number): number {
  return index * PAGE_TABLE_SPAN;
}

interface Entry {
  readonly index: number;
  readonly writable: boolean;
}

function cells<E extends Entry>(
  entries: readonly E[],
  name: "PDE" | "PTE",
  kindOf: (entry: E) => EntryKind,
): readonly Cell[] {
  const drawn = Array.from({ length: ENTRIES }, (_, index): Cell => {
    return { kind: "absent", readOnly: false, label: label(name, index, "absent") };
  });
  for (const entry of entries) {
    const kind = kindOf(entry);
    drawn[entry.index] = {
      kind,
      readOnly: kind !== "absent" && kind !== "not-present" && !entry.writable,
      label: label(name, entry.index, kind),
    };
  }
  return drawn;
}

function label(name: "PDE" | "PTE", index: number, kind: EntryKind): string {
  const at = name === "PDE" ? `, from ${hexadecimal(linearOfDirectoryEntry(index))}` : "";
  return `${name} ${index}${at}: ${kind}`;
}
