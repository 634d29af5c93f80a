// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Button } from "react-aria-components";
import { SpaceChooser } from "../address-space/SpaceChooser";
import type { AddressSpaces } from "../address-space/use-address-spaces";
import { tableQuery } from "../lab-api/queries";
import { hexadecimal } from "../protocol/brands";
import type { Table, TableEntry } from "../protocol/page-tables";
import type { Snapshot } from "../protocol/snapshot";
import { bytes } from "../widgets/bytes";
import { Nothing, Panel } from "../widgets/Panel";
import { EntryGrid } from "./EntryGrid";
import { cellsOf } from "./entry-kind";
import styles from "./page-directory.module.css";

interface TablesPanelProps {
  readonly runId: string;
  readonly snapshot: Snapshot | undefined;
  readonly spaces: AddressSpaces;
}

const LEVELS: Readonly<Record<string, readonly string[]>> = {
  pae: ["Pointer table", "Page directory", "Page table"],
  "4level": ["PML4 table", "Pointer table", "Page directory", "Page table"],
};

/** PAE and 4-level paging: one table at a time, from the first one down. */
export function TablesPanel({ runId, snapshot, spaces }: TablesPanelProps) {
  const [path, setPath] = useState<readonly number[]>([]);
  const titles = LEVELS[snapshot?.paging.mode ?? ""] ?? [];
  const { data, error } = useQuery({
    ...tableQuery(runId, snapshot?.n ?? 0, path, spaces.directory),
    enabled: snapshot !== undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="Page tables" aside={<SpaceChooser spaces={spaces} />}>
      <div className={styles.tables}>
        <nav className={styles.path} aria-label="Way to the table shown">
          {path.map((_, depth) => (
            <Button
              className="button"
              key={depth}
              onPress={() => {
                setPath(path.slice(0, depth));
              }}
            >
              {titles[depth]}, entry {path[depth]}
            </Button>
          ))}
          <strong>{titles[path.length]}</strong>
          {data !== undefined && <code>{hexadecimal(data.table)}</code>}
        </nav>
        {error !== null ? (
          <Nothing>{error.message}</Nothing>
        ) : data === undefined ? (
          <Nothing>Reading…</Nothing>
        ) : (
          <Entries
            table={data}
            root={spaces.directory ?? snapshot?.paging.directory}
            last={path.length === titles.length - 1}
            onOpen={(index) => {
              setPath([...path, index]);
            }}
          />
        )}
      </div>
    </Panel>
  );
}

interface EntriesProps {
  readonly table: Table;
  readonly root: Snapshot["paging"]["directory"];
  /** There is nothing below. */
  readonly last: boolean;
  readonly onOpen: (index: number) => void;
}

function Entries({ table, root, last, onOpen }: EntriesProps) {
  const [pointed, setPointed] = useState<number>();
  const cells = useMemo(() => cellsOf(table, root), [table, root]);
  const at = pointed ?? table.entries[0]?.index ?? 0;
  const entry = table.entries.find((candidate) => candidate.index === at);
  return (
    <>
      <EntryGrid
        label={`${table.level}s`}
        testId="table-cell"
        cells={cells}
        onPoint={setPointed}
        onOpen={(index) => {
          const opened = table.entries.find((candidate) => candidate.index === index);
          if (!last && opened?.present === true && !opened.large) onOpen(index);
        }}
      />
      <div className={styles.details}>
        <p>
          <strong className="num">
            {table.level} {at}
          </strong>{" "}
          {entry !== undefined && <code>{hexadecimal(entry.linear)}</code>}{" "}
          <span className={styles.quiet}>{bytes(table.reach)} an entry</span>
        </p>
        <p className={styles.quiet}>{entry === undefined ? "Zero." : words(entry, last)}</p>
      </div>
    </>
  );
}

function words(entry: TableEntry, last: boolean): string {
  if (!entry.present || entry.physical === undefined) return `${entry.raw}: not present.`;
  const what = last || entry.large ? "page at" : "table at";
  const access = `${entry.writable ? "writable" : "read-only"}, ${entry.user ? "user" : "supervisor"}`;
  return `${entry.raw}: ${what} ${hexadecimal(entry.physical)}, ${access}.`;
}
