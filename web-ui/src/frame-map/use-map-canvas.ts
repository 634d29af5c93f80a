// SPDX-License-Identifier: Apache-2.0
import { useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";
import { useTheme } from "../app/theme";
import type { FrameNumber } from "../protocol/brands";
import type { FrameRun } from "../protocol/snapshot";
import { GUTTER, drawScene } from "./draw";
import { FramePixels } from "./frame-pixels";
import type { Picture } from "./frame-pixels";
import type { MapView, Viewport } from "./geometry";
import { readInks, readPalette } from "./palette";
import type { Inks, Palette } from "./palette";

interface Drawn {
  /** Undefined: the allocator is not ready, or the picture is still on its way. */
  readonly picture: Picture | undefined;
  readonly view: MapView;
  readonly viewport: Viewport;
  readonly ramFrames: number;
  readonly highlighted: readonly FrameRun[];
  readonly cursor: FrameNumber | undefined;
}

/** Keeps the canvas showing what it is given; `data-draw-ms` says what the last change took. */
export function useMapCanvas(ref: RefObject<HTMLCanvasElement | null>, drawn: Drawn): void {
  const { picture, view, viewport, ramFrames, highlighted, cursor } = drawn;
  const [pixels] = useState(() => new FramePixels());
  const { theme } = useTheme();
  const colours = useRef<{ readonly palette: Palette; readonly inks: Inks }>(undefined);
  const paintMs = useRef(0);

  useLayoutEffect(() => {
    if (ref.current === null) return;
    colours.current = { palette: readPalette(ref.current), inks: readInks(ref.current) };
  }, [ref, theme]);

  useLayoutEffect(() => {
    if (colours.current === undefined) return;
    const start = performance.now();
    pixels.paint(picture, colours.current.palette);
    paintMs.current = performance.now() - start;
  }, [pixels, picture, theme]);

  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d") ?? undefined;
    if (canvas === null || context === undefined || colours.current === undefined) return;
    const start = performance.now();
    const pixelRatio = window.devicePixelRatio;
    resize(canvas, viewport, pixelRatio);
    const { inks } = colours.current;
    const marks = { ramFrames, highlighted, cursor };
    drawScene(context, { pixels, view, viewport, inks, pixelRatio, ...marks });
    canvas.dataset.drawMs = (performance.now() - start + paintMs.current).toFixed(2);
    paintMs.current = 0;
  }, [ref, pixels, picture, theme, view, viewport, ramFrames, highlighted, cursor]);
}

function resize(canvas: HTMLCanvasElement, viewport: Viewport, pixelRatio: number): void {
  const width = Math.round((viewport.width + GUTTER) * pixelRatio);
  const height = Math.round(viewport.height * pixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
