// SPDX-License-Identifier: Apache-2.0
import { hexadecimal } from "../protocol/brands";
import type { PageDirectoryEntry, PageTableEntry } from "../protocol/page-tables";
import { MemoryLink } from "../widgets/MemoryLink";
import type { EntryKind } from "./entry-kind";
import styles from "./page-directory.module.css";

interface EntryDetailsProps {
  readonly name: "PDE" | "PTE";
  readonly index: number;
  readonly linear: number;
  readonly kind: EntryKind;
  readonly entry: PageDirectoryEntry | PageTableEntry | undefined;
}

/** One entry in words. Keeps its height whether there is an entry or not. */
export function EntryDetails({ name, index, linear, kind, entry }: EntryDetailsProps) {
  return (
    <div className={styles.details}>
      <p>
        <strong className="num">
          {name} {index}
        </strong>{" "}
        <MemoryLink space="linear" address={linear} />
      </p>
      {entry?.present !== true ? (
        <p className={styles.quiet}>
          {entry === undefined || entry.raw === 0
            ? "Zero: nothing is mapped here."
            : `${hexadecimal(entry.raw)}: not zero, but not present.`}
        </p>
      ) : (
        <>
          <p>
            {target(name, kind)} <MemoryLink space="physical" address={entry.physical ?? 0} />
          </p>
          <p className={styles.flags}>
            {flags(entry).map((flag) => (
              <span key={flag}>{flag}</span>
            ))}
            <code className={styles.quiet}>{hexadecimal(entry.raw)}</code>
          </p>
        </>
      )}
    </div>
  );
}

function target(name: "PDE" | "PTE", kind: EntryKind): string {
  if (kind === "self-reference") return "the page directory itself,";
  if (kind === "large") return "4 MiB page at";
  return name === "PDE" ? "page table at" : "frame at";
}

function flags(entry: PageDirectoryEntry | PageTableEntry): readonly string[] {
  return [
    entry.writable ? "writable" : "read-only",
    entry.user ? "user" : "supervisor",
    ...(entry.accessed ? ["accessed"] : []),
    ...("dirty" in entry && entry.dirty ? ["dirty"] : []),
    ...("large" in entry && entry.large ? ["4 MiB"] : []),
  ];
}
