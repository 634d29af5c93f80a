// SPDX-License-Identifier: Apache-2.0
import { memo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import type { Cell } from "./entry-kind";
import styles from "./page-directory.module.css";

interface EntryGridProps {
  readonly label: string;
  readonly testId: "pde-cell" | "pte-cell" | "table-cell";
  readonly cells: readonly Cell[];
  readonly opened?: number | undefined;
  readonly onPoint: (index: number | undefined) => void;
  readonly onOpen?: (index: number) => void;
}

const SIDE = 32;

/** Entries as rows of 32 cells; one of them is in the tab order, arrow keys move from there. */
export const EntryGrid = memo(function EntryGrid(props: EntryGridProps) {
  const { label, testId, cells, opened, onPoint, onOpen } = props;
  const [active, setActive] = useState(0);
  const grid = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onOpen?.(active);
      return;
    }
    const target = indexAfterKey(event.key, active, cells.length);
    if (target === undefined) return;
    event.preventDefault();
    setActive(target);
    grid.current?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus();
  };

  return (
    <div
      ref={grid}
      className={styles.grid}
      role="grid"
      aria-label={label}
      onKeyDown={onKeyDown}
      onPointerOver={(event) => {
        onPoint(indexOf(event.target));
      }}
      onPointerLeave={() => {
        onPoint(undefined);
      }}
      onFocus={(event) => {
        const index = indexOf(event.target);
        if (index !== undefined) setActive(index);
        onPoint(index);
      }}
      onClick={(event) => {
        const index = indexOf(event.target);
        if (index !== undefined) onOpen?.(index);
      }}
    >
      {Array.from({ length: Math.ceil(cells.length / SIDE) }, (_, row) => (
        <div role="row" className={styles.row} key={row}>
          {cells.slice(row * SIDE, (row + 1) * SIDE).map((cell, column) => {
            const index = row * SIDE + column;
            return (
              <div
                key={index}
                role="gridcell"
                data-testid={testId}
                data-index={index}
                data-kind={cell.kind}
                data-readonly={cell.readOnly || undefined}
                aria-label={cell.label}
                aria-selected={index === opened}
                tabIndex={index === active ? 0 : -1}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
});

function indexOf(target: EventTarget): number | undefined {
  const index = target instanceof HTMLElement ? target.dataset.index : undefined;
  return index === undefined ? undefined : Number(index);
}

function indexAfterKey(key: string, from: number, size: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from - SIDE,
    ArrowDown: from + SIDE,
    Home: 0,
    End: size - 1,
  };
  const to = moves[key];
  return to === undefined ? undefined : Math.min(Math.max(to, 0), size - 1);
}
