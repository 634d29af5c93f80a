// SPDX-License-Identifier: Apache-2.0
import type { FrameNumber } from "../protocol/brands";
import { FRAME_SIZE, frameAddress, hexadecimal } from "../protocol/brands";
import type { PhysicalRegion } from "../protocol/profile";
import { bytes } from "../widgets/bytes";
import { whole } from "../widgets/format";
import styles from "./frame-map.module.css";
import type { Picture } from "./frame-pixels";

interface FrameReadoutProps {
  readonly cursor: FrameNumber | undefined;
  readonly picture: Picture | undefined;
  readonly regions: readonly PhysicalRegion[];
  readonly columns: number;
}

/** One line, always there: what the pointer or the keyboard's cursor is on. */
export function FrameReadout({ cursor, picture, regions, columns }: FrameReadoutProps) {
  return (
    <p id="frame-readout" className={styles.readout} aria-live="polite">
      {cursor === undefined ? (
        <span className={styles.hint}>
          One row is {whole(columns)} frames, {bytes(columns * FRAME_SIZE)}. Point at a frame, drag
          to move, scroll to zoom, double-click to see its memory.
        </span>
      ) : (
        <>
          <strong className="num">Frame {whole(cursor)}</strong>
          <code>{hexadecimal(frameAddress(cursor))}</code>
          <span>{stateOf(cursor, picture)}</span>
          <span className={styles.region}>{regionOf(cursor, regions)}</span>
        </>
      )}
    </p>
  );
}

function stateOf(frame: FrameNumber, picture: Picture | undefined): string {
  if (picture === undefined) return "not ready";
  const free = picture.bitmap.isFree(frame);
  const changed = picture.before !== undefined && picture.before.isFree(frame) !== free;
  if (changed) return free ? "free, given back just now" : "allocated just now";
  if (free) return frame < picture.ramFrames ? "free" : "free, though there is no RAM here";
  return frame < picture.ramFrames ? "allocated" : "not RAM";
}

/** The smallest of the profile's regions that the frame touches. */
function regionOf(frame: FrameNumber, regions: readonly PhysicalRegion[]): string {
  const first = frameAddress(frame);
  const last = first + FRAME_SIZE - 1;
  return regions
    .filter((region) => region.start <= last && region.end >= first)
    .sort((a, b) => a.end - a.start - (b.end - b.start))
    .slice(0, 3)
    .map((region) => region.name)
    .join(", ");
}
