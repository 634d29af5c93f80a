// SPDX-License-Identifier: Apache-2.0
// Where frames lie on the screen. The map is in address order, `columns` frames a row, each frame a
// square of `scale` CSS pixels; (x, y) is the cell at the viewport's upper left corner.
import { FRAME_COUNT, FRAME_SIZE } from "../protocol/brands";
import type { FrameNumber } from "../protocol/brands";
import type { FrameRun } from "../protocol/snapshot";
import { bytes } from "../widgets/bytes";

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface MapView {
  readonly columns: number;
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const COLUMNS = [64, 128, 256, 512, 1024] as const;
export const MAX_SCALE = 56;

/** The row length that shows the first `frames` frames largest: 128 MiB is no thin strip then. */
export function fit(frames: number, viewport: Viewport): MapView {
  const candidates = COLUMNS.map((columns) => ({
    columns,
    scale: Math.min(viewport.width / columns, viewport.height / Math.ceil(frames / columns)),
    x: 0,
    y: 0,
  }));
  const best = candidates.reduce((a, b) => (b.scale > a.scale ? b : a));
  return clamped(best, viewport);
}

export function rows(view: MapView): number {
  return FRAME_COUNT / view.columns;
}

/** Zooms so that the frame under `at` stays under it. */
export function zoomed(view: MapView, scale: number, at: Point, viewport: Viewport): MapView {
  const x = view.x + at.x / view.scale - at.x / scale;
  const y = view.y + at.y / view.scale - at.y / scale;
  return clamped({ ...view, scale, x, y }, viewport);
}

export function panned(view: MapView, by: Point, viewport: Viewport): MapView {
  const x = view.x - by.x / view.scale;
  const y = view.y - by.y / view.scale;
  return clamped({ ...view, x, y }, viewport);
}

/** Keeps the map in sight; what is smaller than the viewport stays in its middle across, at the top down. */
export function clamped(view: MapView, viewport: Viewport): MapView {
  const across = viewport.width / view.scale;
  const down = viewport.height / view.scale;
  const x =
    across >= view.columns
      ? (view.columns - across) / 2
      : Math.min(Math.max(view.x, 0), view.columns - across);
  const y = down >= rows(view) ? 0 : Math.min(Math.max(view.y, 0), rows(view) - down);
  return { ...view, x, y };
}

/** Brings a run of frames into sight, large enough to tell its frames apart. */
export function showing(view: MapView, run: FrameRun, viewport: Viewport): MapView {
  const firstRow = Math.floor(run.first / view.columns);
  const lastRow = Math.floor((run.first + run.count - 1) / view.columns);
  const tall = lastRow - firstRow + 1;
  const wide = tall > 1 ? view.columns : run.count;
  const roomy = Math.min(viewport.width / (wide * 1.5), viewport.height / (tall * 3), 18);
  const scale = Math.max(roomy, view.scale);
  const middle = tall > 1 ? view.columns / 2 : (run.first % view.columns) + run.count / 2;
  return clamped(
    {
      ...view,
      scale,
      x: middle - viewport.width / scale / 2,
      y: (firstRow + lastRow + 1) / 2 - viewport.height / scale / 2,
    },
    viewport,
  );
}

/** As little movement as brings one frame into sight, for a cursor moved by keys. */
export function following(view: MapView, frame: FrameNumber, viewport: Viewport): MapView {
  const column = frame % view.columns;
  const row = Math.floor(frame / view.columns);
  const x = Math.min(Math.max(view.x, column + 1 - viewport.width / view.scale), column);
  const y = Math.min(Math.max(view.y, row + 1 - viewport.height / view.scale), row);
  return clamped({ ...view, x, y }, viewport);
}

export function frameAt(view: MapView, at: Point): FrameNumber | undefined {
  const column = Math.floor(view.x + at.x / view.scale);
  const row = Math.floor(view.y + at.y / view.scale);
  if (column < 0 || column >= view.columns || row < 0 || row >= rows(view)) return undefined;
  return (row * view.columns + column) as FrameNumber;
}

/** Upper left corner of a frame's square. */
export function cornerOf(view: MapView, frame: number): Point {
  return {
    x: ((frame % view.columns) - view.x) * view.scale,
    y: (Math.floor(frame / view.columns) - view.y) * view.scale,
  };
}

export interface AxisMark {
  readonly y: number;
  readonly label: string;
}

/** Labels for the rows in sight, a power of two rows apart and at least `gap` pixels. */
export function axis(view: MapView, viewport: Viewport, gap: number): readonly AxisMark[] {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(gap / view.scale)));
  const last = Math.min(rows(view) - 1, view.y + viewport.height / view.scale);
  const marks: AxisMark[] = [];
  for (let row = Math.ceil(view.y / step) * step; row <= last; row += step) {
    marks.push({
      y: (row - view.y) * view.scale,
      label: row === 0 ? "0" : bytes(row * view.columns * FRAME_SIZE),
    });
  }
  return marks;
}
