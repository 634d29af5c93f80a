// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { SpaceChooser } from "../address-space/SpaceChooser";
import type { AddressSpaces } from "../address-space/use-address-spaces";
import { pageDirectoryQuery } from "../lab-api/queries";
import { hexadecimal } from "../protocol/brands";
import type { Snapshot } from "../protocol/snapshot";
import { counted } from "../widgets/format";
import { Nothing, Panel } from "../widgets/Panel";
import { EntryDetails } from "./EntryDetails";
import { EntryGrid } from "./EntryGrid";
import { directoryCells, directoryEntryKind, linearOfDirectoryEntry } from "./entry-kind";
import { PageTableView } from "./PageTableView";
import styles from "./page-directory.module.css";
import { TablesPanel } from "./TablesPanel";

interface PageDirectoryPanelProps {
  readonly runId: string;
  readonly snapshot: Snapshot | undefined;
  readonly spaces: AddressSpaces;
}

/** The tables of 32-bit paging side by side, those of other modes one after the other. */
export function PageDirectoryPanel(props: PageDirectoryPanelProps) {
  const mode = props.snapshot?.paging.mode;
  return mode === "pae" || mode === "4level" ? (
    <TablesPanel {...props} />
  ) : (
    <TwoLevels {...props} />
  );
}

const NO_ENTRIES = { directory: undefined, entries: [] };

function TwoLevels({ runId, snapshot, spaces }: PageDirectoryPanelProps) {
  const [opened, setOpened] = useState<number>();
  const [pointed, setPointed] = useState<number>();
  const paging = snapshot?.paging.enabled === true;
  const { data, error } = useQuery({
    ...pageDirectoryQuery(runId, snapshot?.n ?? 0, spaces.directory),
    enabled: paging,
    placeholderData: keepPreviousData,
  });
  const directory = paging ? (data ?? NO_ENTRIES) : NO_ENTRIES;
  const cells = useMemo(() => directoryCells(directory), [directory]);

  const at = pointed ?? opened ?? directory.entries[0]?.index ?? 0;
  const entry = directory.entries.find((candidate) => candidate.index === at);
  const openedEntry = directory.entries.find((candidate) => candidate.index === opened);
  const tables = spaces.paging?.entries;

  return (
    <Panel
      title="Page directory"
      aside={
        <>
          <SpaceChooser spaces={spaces} />
          {tables !== undefined && (
            <span className="num">
              {counted(tables.directory, "entry", "entries")},{" "}
              {counted(tables.tables, "table", "tables")}, {counted(tables.pages, "page", "pages")}
            </span>
          )}
        </>
      }
    >
      <div className={styles.halves}>
        <div className={styles.half}>
          <h3>
            1,024 entries, 4 MiB each
            {directory.directory !== undefined && <code>{hexadecimal(directory.directory)}</code>}
          </h3>
          <EntryGrid
            label="Page directory"
            testId="pde-cell"
            cells={cells}
            opened={opened}
            onPoint={setPointed}
            onOpen={setOpened}
          />
          {error !== null && paging ? (
            <p className={styles.details}>{error.message}</p>
          ) : (
            <EntryDetails
              name="PDE"
              index={at}
              linear={linearOfDirectoryEntry(at)}
              kind={entry === undefined ? "absent" : directoryEntryKind(entry, directory)}
              entry={entry}
            />
          )}
        </div>
        {snapshot !== undefined && openedEntry?.present === true && !openedEntry.large ? (
          <PageTableView
            runId={runId}
            snapshot={snapshot.n}
            index={openedEntry.index}
            directory={spaces.directory}
          />
        ) : (
          <div className={styles.half}>
            <h3>Page table</h3>
            <Nothing>{whyClosed(snapshot, opened, openedEntry?.large === true)}</Nothing>
          </div>
        )}
      </div>
      <ul className={styles.legend}>
        <li data-kind="supervisor">Supervisor</li>
        <li data-kind="user">User</li>
        <li data-kind="large">4 MiB page</li>
        <li data-kind="self-reference">Self-reference</li>
        <li data-kind="supervisor" data-readonly>
          Read-only
        </li>
        <li data-kind="not-present">Not present, not zero</li>
      </ul>
    </Panel>
  );
}

function whyClosed(snapshot: Snapshot | undefined, opened: number | undefined, large: boolean) {
  if (snapshot === undefined) return "Nothing to show before the first snapshot.";
  if (!snapshot.paging.enabled) return "Paging is off at this snapshot.";
  if (opened === undefined) return "Choose an entry to open its page table.";
  if (large) return `PDE ${opened} maps a 4 MiB page by itself: there is no page table.`;
  return `PDE ${opened} is not present at this snapshot: there is no page table.`;
}
