// SPDX-License-Identifier: Apache-2.0
// The physical address space as the kernel's own allocator sees it, one square a frame.
import { useEffect, useMemo, useRef, useState } from "react";
import type { FrameNumber } from "../protocol/brands";
import { FRAME_COUNT, FRAME_SIZE, frameAddress } from "../protocol/brands";
import type { PhysicalRegion } from "../protocol/profile";
import type { FrameRun, Snapshot } from "../protocol/snapshot";
import type { ShownBitmap } from "../run-model/use-bitmap";
import { useShowMemory } from "../widgets/memory-target";
import { Panel } from "../widgets/Panel";
import { FrameReadout } from "./FrameReadout";
import styles from "./frame-map.module.css";
import { frameAt } from "./geometry";
import { Legend } from "./Legend";
import { cursorAfterKey } from "./keys";
import { MapToolbar } from "./MapToolbar";
import { useGestures } from "./use-gestures";
import { useMapCanvas } from "./use-map-canvas";
import { useRoom } from "./use-room";
import { whyEmpty } from "./why-empty";
import { leastScale, useMapView } from "./use-map-view";

interface FrameMapProps {
  readonly snapshot: Snapshot | undefined;
  readonly shown: ShownBitmap;
  readonly before: ShownBitmap;
  readonly ramMiB: number;
  readonly regions: readonly PhysicalRegion[];
  readonly highlighted: readonly FrameRun[];
}

const FRAMES_A_MIB = (1024 * 1024) / FRAME_SIZE;

export function FrameMap({ snapshot, shown, before, ramMiB, regions, highlighted }: FrameMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const showMemory = useShowMemory();
  const ramFrames = Math.min(FRAME_COUNT, ramMiB * FRAMES_A_MIB);
  const [state, move] = useMapView(ramFrames);
  const [cursor, setCursor] = useState<FrameNumber>();
  const { view, viewport, extent } = state;

  const bitmap = shown.kind === "known" ? shown.bitmap : undefined;
  const bitmapBefore = before.kind === "known" ? before.bitmap : undefined;
  const picture = useMemo(
    () => (bitmap === undefined ? undefined : { bitmap, before: bitmapBefore, ramFrames }),
    [bitmap, bitmapBefore, ramFrames],
  );
  useMapCanvas(canvas, { picture, view, viewport, ramFrames, highlighted, cursor });

  useEffect(() => {
    move({ kind: "ram", frames: ramFrames });
  }, [move, ramFrames]);
  useEffect(() => {
    const [run] = highlighted;
    if (run !== undefined) move({ kind: "show", run });
  }, [move, highlighted]);
  useRoom(canvas, move);

  const zoomedOut = view.scale <= leastScale(state);
  const gestures = useMemo(
    () => ({
      onHover: (at: { x: number; y: number } | undefined) => {
        setCursor(at === undefined ? undefined : frameAt(view, at));
      },
      onPan: (by: { x: number; y: number }) => {
        move({ kind: "pan", by });
      },
      onZoom: (factor: number, at: { x: number; y: number }) => {
        move({ kind: "zoom", factor, at });
        return factor > 1 || !zoomedOut;
      },
    }),
    [move, view, zoomedOut],
  );
  useGestures(canvas, gestures);

  const middle = { x: viewport.width / 2, y: viewport.height / 2 };
  const free = snapshot?.allocator.kind === "known" ? snapshot.allocator.free : undefined;
  return (
    <Panel
      title="Physical frames"
      aside={
        <MapToolbar
          extent={extent}
          ramMiB={ramMiB}
          regions={regions}
          onExtent={(chosen) => {
            move({ kind: "fit", extent: chosen });
          }}
          onZoom={(factor) => {
            move({ kind: "zoom", factor, at: middle });
          }}
          onShow={(run) => {
            move({ kind: "show", run });
          }}
        />
      }
    >
      <div className={styles.stage}>
        <canvas
          ref={canvas}
          className={styles.canvas}
          tabIndex={0}
          role="application"
          aria-label="Frame map. Arrow keys move from frame to frame, plus and minus zoom, 0 shows everything, Enter shows the frame's memory."
          aria-describedby="frame-readout"
          data-testid="frame-map"
          data-free={free}
          data-snapshot={snapshot?.n}
          onDoubleClick={() => {
            if (cursor !== undefined) showMemory("physical", frameAddress(cursor));
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && cursor !== undefined)
              showMemory("physical", frameAddress(cursor));
            const moved = cursorAfterKey(event.key, event.shiftKey, cursor, view);
            if (moved === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            if (moved.kind === "cursor") {
              setCursor(moved.frame);
              move({ kind: "follow", frame: moved.frame });
            } else if (moved.kind === "zoom") {
              move({ kind: "zoom", factor: moved.factor, at: moved.at ?? middle });
            } else {
              move({ kind: "fit", extent });
            }
          }}
        />
        {picture === undefined && <p className={styles.message}>{whyEmpty(shown, snapshot)}</p>}
      </div>
      <FrameReadout cursor={cursor} picture={picture} regions={regions} columns={view.columns} />
      <Legend snapshot={snapshot} bitmap={bitmap} before={bitmapBefore} />
    </Panel>
  );
}
