// SPDX-License-Identifier: Apache-2.0
import { useReducer } from "react";
import type { FrameNumber } from "../protocol/brands";
import { FRAME_COUNT } from "../protocol/brands";
import type { FrameRun } from "../protocol/snapshot";
import { MAX_SCALE, clamped, fit, following, panned, showing, zoomed } from "./geometry";
import type { MapView, Point, Viewport } from "./geometry";

export type Extent = "ram" | "all";

interface MapState {
  readonly viewport: Viewport;
  readonly extent: Extent;
  readonly ramFrames: number;
  readonly view: MapView;
  /** Until the reader moves the map, it is fitted anew whenever the room for it changes. */
  readonly fitted: boolean;
}

export type MapAction =
  | { readonly kind: "resize"; readonly viewport: Viewport }
  | { readonly kind: "ram"; readonly frames: number }
  | { readonly kind: "fit"; readonly extent: Extent }
  | { readonly kind: "zoom"; readonly factor: number; readonly at: Point }
  | { readonly kind: "pan"; readonly by: Point }
  | { readonly kind: "show"; readonly run: FrameRun }
  | { readonly kind: "follow"; readonly frame: FrameNumber };

function initial(ramFrames: number): MapState {
  const viewport = { width: 640, height: 320 };
  return { viewport, extent: "ram", ramFrames, view: fit(ramFrames, viewport), fitted: true };
}

export function useMapView(ramFrames: number): [MapState, (action: MapAction) => void] {
  return useReducer(moved, ramFrames, initial);
}

/** The scale at which the chosen extent just fits: nothing is gained by zooming out further. */
export function leastScale({ extent, ramFrames, viewport }: MapState): number {
  return fit(extent === "ram" ? ramFrames : FRAME_COUNT, viewport).scale;
}

function moved(state: MapState, action: MapAction): MapState {
  const { view, viewport } = state;
  switch (action.kind) {
    case "resize":
      return refitted({ ...state, viewport: action.viewport });
    case "ram":
      return refitted({ ...state, ramFrames: action.frames });
    case "fit":
      return refitted({ ...state, extent: action.extent, fitted: true });
    case "zoom": {
      const scale = Math.min(MAX_SCALE, view.scale * action.factor);
      const least = leastScale(state);
      if (scale <= least) return refitted({ ...state, fitted: true });
      return { ...state, fitted: false, view: zoomed(view, scale, action.at, viewport) };
    }
    case "pan":
      return { ...state, fitted: false, view: panned(view, action.by, viewport) };
    case "show":
      return { ...state, fitted: false, view: showing(view, action.run, viewport) };
    case "follow":
      return { ...state, view: following(view, action.frame, viewport) };
  }
}

function refitted(state: MapState): MapState {
  const frames = state.extent === "ram" ? state.ramFrames : FRAME_COUNT;
  const view = state.fitted ? fit(frames, state.viewport) : clamped(state.view, state.viewport);
  return { ...state, view };
}
