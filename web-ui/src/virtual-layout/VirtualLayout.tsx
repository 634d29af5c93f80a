// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from "react";
import { hexadecimal } from "../protocol/brands";
import type { LinearAddress } from "../protocol/brands";
import type { LinearRegion } from "../protocol/profile";
import type { MappedRange, Paging, Snapshot } from "../protocol/snapshot";
import { bytes } from "../widgets/bytes";
import { counted } from "../widgets/format";
import { Nothing, Panel } from "../widgets/Panel";
import { segmentHeight, segments } from "./segments";
import type { Piece, Segment } from "./segments";
import styles from "./virtual-layout.module.css";

interface VirtualLayoutProps {
  readonly snapshot: Snapshot | undefined;
  /** Of the address space that is shown. */
  readonly paging: Paging | undefined;
  readonly regions: readonly LinearRegion[];
  readonly highlighted: LinearAddress | undefined;
  readonly onTranslate: (address: LinearAddress) => void;
}

const NO_RANGES: readonly MappedRange[] = [];

export function VirtualLayout(props: VirtualLayoutProps) {
  const { snapshot, paging, regions, highlighted, onTranslate } = props;
  const ranges = paging?.ranges ?? NO_RANGES;
  const stack = useMemo(() => segments(regions, ranges), [regions, ranges]);
  const [opened, setOpened] = useState<number>();
  return (
    <Panel
      title="Virtual layout"
      aside={snapshot !== undefined && <span>{summary(snapshot, ranges.length)}</span>}
    >
      {snapshot === undefined ? (
        <Nothing>Nothing to show before the first snapshot.</Nothing>
      ) : (
        <ol className={styles.stack}>
          {stack.map((segment) => (
            <SegmentRow
              key={segment.start}
              segment={segment}
              open={segment.start === opened}
              highlighted={
                highlighted !== undefined &&
                highlighted >= segment.start &&
                highlighted < segment.end
              }
              onToggle={() => {
                setOpened(segment.start === opened ? undefined : segment.start);
              }}
              onTranslate={onTranslate}
            />
          ))}
        </ol>
      )}
    </Panel>
  );
}

interface SegmentRowProps {
  readonly segment: Segment;
  readonly open: boolean;
  readonly highlighted: boolean;
  readonly onToggle: () => void;
  readonly onTranslate: (address: LinearAddress) => void;
}

function SegmentRow({ segment, open, highlighted, onToggle, onTranslate }: SegmentRowProps) {
  return (
    <li data-kind={segment.kind} data-highlighted={highlighted || undefined}>
      <button
        type="button"
        className={styles.segment}
        style={{ minHeight: segmentHeight(segment) }}
        aria-expanded={open}
        onClick={onToggle}
      >
        <span className={styles.bar} aria-hidden>
          {segment.pieces.map((piece) => (
            <span key={piece.start} data-use={accessKind(piece)} style={placeOf(piece, segment)} />
          ))}
        </span>
        <span className={styles.words}>
          <strong>{segment.name}</strong>
          <code>
            {hexadecimal(segment.start)}–{hexadecimal(segment.end - 1).slice(2)}
          </code>
          <span>{mapped(segment)}</span>
        </span>
      </button>
      {open && <Ranges segment={segment} onTranslate={onTranslate} />}
    </li>
  );
}

const RANGES_LISTED = 64;

interface RangesProps {
  readonly segment: Segment;
  readonly onTranslate: (address: LinearAddress) => void;
}

function Ranges({ segment, onTranslate }: RangesProps) {
  const { pieces } = segment;
  if (pieces.length === 0) return <p className={styles.ranges}>No page is mapped here.</p>;
  return (
    <ul className={styles.ranges}>
      {pieces.slice(0, RANGES_LISTED).map((piece) => (
        <li key={piece.start}>
          <button
            type="button"
            title="Translate this address"
            onClick={() => {
              onTranslate(piece.start as LinearAddress);
            }}
          >
            <code>{hexadecimal(piece.start)}</code>
          </button>
          <span>
            to <code>{hexadecimal(piece.range.physical + piece.start - piece.range.virtual)}</code>
          </span>
          <span>
            {bytes(piece.end - piece.start)}, {accessOf(piece)}
          </span>
        </li>
      ))}
      {pieces.length > RANGES_LISTED && <li>and {pieces.length - RANGES_LISTED} more</li>}
    </ul>
  );
}

function summary({ paging }: Snapshot, ranges: number): string {
  if (!paging.enabled) return "paging is off";
  const more = paging.truncated === true ? "more than " : "";
  return more + counted(ranges, "mapped range", "mapped ranges");
}

function mapped({ kind, start, end, mappedBytes }: Segment): string {
  const size = bytes(end - start);
  if (mappedBytes === 0) return kind === "guard" ? `${size}, unmapped as it should be` : size;
  if (kind === "guard") return `${size}, ${bytes(mappedBytes)} mapped in a guard`;
  return `${size}, ${bytes(mappedBytes)} mapped`;
}

function accessKind({ range }: Piece): string {
  if (range.user) return range.writable ? "user" : "user-read-only";
  return range.writable ? "supervisor" : "supervisor-read-only";
}

function accessOf({ range }: Piece): string {
  const size = range.large ? ", 4 MiB pages" : "";
  return `${range.writable ? "writable" : "read-only"}, ${range.user ? "user" : "supervisor"}${size}`;
}

function placeOf({ start, end }: Piece, segment: Segment) {
  const size = segment.end - segment.start;
  return {
    bottom: `${((start - segment.start) / size) * 100}%`,
    height: `max(3px, ${((end - start) / size) * 100}%)`,
  };
}
