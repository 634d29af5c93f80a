// SPDX-License-Identifier: Apache-2.0
import { FRAME_COUNT } from "../protocol/brands";
import type { FrameNumber } from "../protocol/brands";
import { cornerOf } from "./geometry";
import type { MapView, Point } from "./geometry";

type KeyMeaning =
  | { readonly kind: "cursor"; readonly frame: FrameNumber }
  | { readonly kind: "zoom"; readonly factor: number; readonly at: Point | undefined }
  | { readonly kind: "fit" };

const LEAP = 16;
const ZOOM_STEP = 1.5;

/** What a key means on the map, or undefined when it is none of the map's. */
export function cursorAfterKey(
  key: string,
  leap: boolean,
  cursor: FrameNumber | undefined,
  view: MapView,
): KeyMeaning | undefined {
  const at = cursor === undefined ? undefined : cornerOf(view, cursor);
  const step = leap ? LEAP : 1;
  switch (key) {
    case "ArrowLeft":
      return moved(cursor, -step);
    case "ArrowRight":
      return moved(cursor, step);
    case "ArrowUp":
      return moved(cursor, -step * view.columns);
    case "ArrowDown":
      return moved(cursor, step * view.columns);
    case "+":
    case "=":
      return { kind: "zoom", factor: ZOOM_STEP, at };
    case "-":
      return { kind: "zoom", factor: 1 / ZOOM_STEP, at };
    case "0":
      return { kind: "fit" };
    default:
      return undefined;
  }
}

function moved(cursor: FrameNumber | undefined, by: number): KeyMeaning {
  const from = cursor ?? 0;
  const frame = cursor === undefined ? 0 : Math.min(Math.max(from + by, 0), FRAME_COUNT - 1);
  return { kind: "cursor", frame: frame as FrameNumber };
}
