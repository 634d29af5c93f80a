// SPDX-License-Identifier: Apache-2.0
import { useEffect } from "react";
import type { RefObject } from "react";
import { GUTTER } from "./draw";
import type { Point } from "./geometry";

export interface Gestures {
  readonly onHover: (at: Point | undefined) => void;
  readonly onPan: (by: Point) => void;
  /** Returns false when there is nothing left to zoom, so that the page may scroll instead. */
  readonly onZoom: (factor: number, at: Point) => boolean;
}

const WHEEL_SPEED = 0.0016;

/** Mouse, pen and touch on the map: move to look, drag to pan, wheel or pinch to zoom. */
export function useGestures(ref: RefObject<HTMLElement | null>, gestures: Gestures): void {
  useEffect(() => {
    const element = ref.current;
    return element === null ? undefined : listen(element, gestures);
  }, [ref, gestures]);
}

function listen(element: HTMLElement, gestures: Gestures): () => void {
  const held = new Map<number, Point>();
  const listening = new AbortController();
  const { signal } = listening;

  const place = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left - GUTTER, y: event.clientY - box.top };
  };

  element.addEventListener(
    "pointerdown",
    (event) => {
      held.set(event.pointerId, place(event));
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const now = place(event);
      const before = held.get(event.pointerId);
      if (before !== undefined) {
        const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
        if (other === undefined) gestures.onPan({ x: now.x - before.x, y: now.y - before.y });
        else gestures.onZoom(distance(now, other) / distance(before, other), other);
        held.set(event.pointerId, now);
      }
      gestures.onHover(now);
    },
    { signal },
  );
  const release = (event: PointerEvent) => held.delete(event.pointerId);
  element.addEventListener("pointerup", release, { signal });
  element.addEventListener("pointercancel", release, { signal });
  element.addEventListener(
    "pointerleave",
    () => {
      gestures.onHover(undefined);
    },
    { signal },
  );
  element.addEventListener(
    "wheel",
    (event) => {
      const pixels =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 20 : event.deltaY;
      if (gestures.onZoom(Math.exp(-pixels * WHEEL_SPEED), place(event))) event.preventDefault();
    },
    { signal, passive: false },
  );
  return () => {
    listening.abort();
  };
}

function distance(a: Point, b: Point): number {
  return Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
}
