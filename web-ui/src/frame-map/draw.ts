// SPDX-License-Identifier: Apache-2.0
import type { FrameNumber } from "../protocol/brands";
import type { FrameRun } from "../protocol/snapshot";
import { bytes } from "../widgets/bytes";
import type { FramePixels } from "./frame-pixels";
import { axis, cornerOf, rows } from "./geometry";
import type { MapView, Viewport } from "./geometry";
import type { Inks } from "./palette";

/** Room for the address axis left of the map, CSS pixels. */
export const GUTTER = 64;
const GRID_FROM_SCALE = 7;
const AXIS_GAP = 44;
const SMALLEST_MARK = 9;

export interface Scene {
  readonly pixels: FramePixels;
  readonly view: MapView;
  readonly viewport: Viewport;
  readonly inks: Inks;
  readonly pixelRatio: number;
  readonly ramFrames: number;
  readonly highlighted: readonly FrameRun[];
  readonly cursor: FrameNumber | undefined;
}

export function drawScene(context: CanvasRenderingContext2D, scene: Scene): void {
  const { viewport, pixelRatio } = scene;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, viewport.width + GUTTER, viewport.height);
  drawAxis(context, scene);
  context.save();
  context.translate(GUTTER, 0);
  context.beginPath();
  context.rect(0, 0, viewport.width, viewport.height);
  context.clip();
  drawFrames(context, scene);
  drawGrid(context, scene);
  drawEndOfRam(context, scene);
  scene.highlighted.forEach((run) => {
    drawMark(context, scene, run);
  });
  drawCursor(context, scene);
  context.restore();
}

function drawFrames(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, viewport, pixelRatio } = scene;
  const left = Math.max(0, Math.floor(view.x));
  const top = Math.max(0, Math.floor(view.y));
  const right = Math.min(view.columns, Math.ceil(view.x + viewport.width / view.scale));
  const bottom = Math.min(rows(view), Math.ceil(view.y + viewport.height / view.scale));
  const corner = cornerOf(view, top * view.columns + left);
  // Several frames in one pixel: their mean is honest, picking one of them is not.
  context.imageSmoothingEnabled = view.scale * pixelRatio < 1;
  context.drawImage(
    scene.pixels.image(view.columns),
    left,
    top,
    right - left,
    bottom - top,
    corner.x,
    corner.y,
    (right - left) * view.scale,
    (bottom - top) * view.scale,
  );
}

function drawGrid(context: CanvasRenderingContext2D, { view, viewport, inks }: Scene): void {
  if (view.scale < GRID_FROM_SCALE) return;
  context.beginPath();
  for (let x = -((view.x * view.scale) % view.scale); x <= viewport.width; x += view.scale) {
    context.moveTo(x, 0);
    context.lineTo(x, viewport.height);
  }
  for (let y = -((view.y * view.scale) % view.scale); y <= viewport.height; y += view.scale) {
    context.moveTo(0, y);
    context.lineTo(viewport.width, y);
  }
  context.lineWidth = 1;
  context.strokeStyle = inks.grid;
  context.stroke();
}

function drawAxis(context: CanvasRenderingContext2D, { view, viewport, inks }: Scene): void {
  context.font = '11px "IBM Plex Mono", ui-monospace, monospace';
  context.textAlign = "right";
  context.textBaseline = "top";
  context.fillStyle = inks.axis;
  const edge = GUTTER + Math.max(0, -view.x * view.scale);
  for (const { y, label } of axis(view, viewport, AXIS_GAP)) {
    context.fillRect(edge - 5, Math.round(y), 5, 1);
    if (y + 12 <= viewport.height) context.fillText(label, edge - 9, Math.max(0, y - 1));
  }
}

function drawEndOfRam(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, viewport, inks, ramFrames } = scene;
  const y = Math.round(cornerOf(view, ramFrames).y);
  if (ramFrames >= rows(view) * view.columns || y < 0 || y > viewport.height + 1) return;
  const label = `end of RAM, ${bytes(ramFrames * 4096)}`;
  const left = Math.max(0, -view.x * view.scale);
  context.fillStyle = inks.mark;
  context.fillRect(left, y - 1, Math.min(viewport.width, view.columns * view.scale), 1);
  context.font = '500 11px "IBM Plex Sans Variable", system-ui, sans-serif';
  context.textAlign = "left";
  context.textBaseline = "middle";
  const width = context.measureText(label).width + 12;
  const below = y + 18 < viewport.height;
  context.fillStyle = inks.surface;
  context.fillRect(left + 8, below ? y + 2 : y - 20, width, 16);
  context.fillStyle = inks.axis;
  context.fillText(label, left + 14, below ? y + 10 : y - 12);
}

/** Outlines a run of frames, row by row where it wraps; a ring where it would be too small to see. */
function drawMark(context: CanvasRenderingContext2D, scene: Scene, run: FrameRun): void {
  const { view, inks } = scene;
  const end = run.first + run.count;
  const firstRow = Math.floor(run.first / view.columns);
  const lastRow = Math.floor((end - 1) / view.columns);
  const from = cornerOf(view, run.first);
  const wraps = lastRow > firstRow;
  const left = wraps ? -view.x * view.scale : from.x;
  const width = (wraps ? view.columns : run.count) * view.scale;
  const height = (lastRow - firstRow + 1) * view.scale;
  const growX = Math.max(1, (SMALLEST_MARK - width) / 2);
  const growY = Math.max(1, (SMALLEST_MARK - height) / 2);
  context.lineWidth = 4;
  context.strokeStyle = inks.surface;
  context.strokeRect(left - growX, from.y - growY, width + growX * 2, height + growY * 2);
  context.lineWidth = 2;
  context.strokeStyle = inks.mark;
  context.strokeRect(left - growX, from.y - growY, width + growX * 2, height + growY * 2);
}

function drawCursor(context: CanvasRenderingContext2D, { view, inks, cursor }: Scene): void {
  if (cursor === undefined) return;
  const { x, y } = cornerOf(view, cursor);
  const size = Math.max(view.scale, 5);
  const inset = (size - view.scale) / 2;
  context.lineWidth = 1.5;
  context.strokeStyle = inks.cursor;
  context.strokeRect(x - inset, y - inset, size, size);
}
