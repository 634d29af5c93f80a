// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { pageTableQuery } from "../lab-api/queries";
import { hexadecimal } from "../protocol/brands";
import type { PhysicalAddress } from "../protocol/brands";
import { Nothing } from "../widgets/Panel";
import { EntryDetails } from "./EntryDetails";
import { EntryGrid } from "./EntryGrid";
import { linearOfDirectoryEntry, tableCells, tableEntryKind } from "./entry-kind";
import styles from "./page-directory.module.css";

interface PageTableViewProps {
  readonly runId: string;
  readonly snapshot: number;
  readonly index: number;
  readonly directory: PhysicalAddress | undefined;
}

export function PageTableView({ runId, snapshot, index, directory }: PageTableViewProps) {
  const [pointed, setPointed] = useState<number>();
  const { data, error } = useQuery({
    ...pageTableQuery(runId, snapshot, index, directory),
    placeholderData: keepPreviousData,
  });
  const cells = useMemo(() => tableCells(data?.entries ?? []), [data]);
  if (error !== null) return <Nothing>{error.message}</Nothing>;

  const at = pointed ?? data?.entries[0]?.index ?? 0;
  const entry = data?.entries.find((candidate) => candidate.index === at);
  return (
    <div className={styles.half} aria-busy={data === undefined}>
      <h3>
        Page table of PDE {index}
        {data?.table !== undefined && <code>{hexadecimal(data.table)}</code>}
      </h3>
      <EntryGrid
        label={`Page table of PDE ${index}`}
        testId="pte-cell"
        cells={cells}
        onPoint={setPointed}
      />
      <EntryDetails
        name="PTE"
        index={at}
        linear={linearOfDirectoryEntry(index) + at * 4096}
        kind={entry === undefined ? "absent" : tableEntryKind(entry)}
        entry={entry}
      />
    </div>
  );
}
