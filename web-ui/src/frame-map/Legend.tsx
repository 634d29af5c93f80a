// SPDX-License-Identifier: Apache-2.0
import { useMemo } from "react";
import type { Snapshot } from "../protocol/snapshot";
import { movement } from "../run-model/frame-bitmap";
import type { FrameBitmap } from "../run-model/frame-bitmap";
import { whole } from "../widgets/format";
import styles from "./frame-map.module.css";

interface LegendProps {
  readonly snapshot: Snapshot | undefined;
  readonly bitmap: FrameBitmap | undefined;
  readonly before: FrameBitmap | undefined;
}

export function Legend({ snapshot, bitmap, before }: LegendProps) {
  const moved = useMemo(
    () => (bitmap === undefined || before === undefined ? undefined : movement(before, bitmap)),
    [bitmap, before],
  );
  const known = snapshot?.allocator.kind === "known" ? snapshot.allocator : undefined;
  return (
    <dl className={styles.legend}>
      <Entry swatch="free" name="Free" frames={known?.free} />
      <Entry swatch="allocated" name="Allocated" frames={known?.allocated} />
      <Entry swatch="taken" name="Taken since" frames={moved?.taken} />
      <Entry swatch="freed" name="Freed since" frames={moved?.freed} />
      <Entry swatch="not-ram" name="Not RAM" />
    </dl>
  );
}

interface EntryProps {
  readonly swatch: "free" | "allocated" | "taken" | "freed" | "not-ram";
  readonly name: string;
  readonly frames?: number | undefined;
}

function Entry({ swatch, name, frames }: EntryProps) {
  return (
    <div>
      <dt>
        <span className={styles.swatch} data-swatch={swatch} />
        {name}
      </dt>
      {swatch !== "not-ram" && (
        <dd className="num">{frames === undefined ? "–" : whole(frames)}</dd>
      )}
    </div>
  );
}
