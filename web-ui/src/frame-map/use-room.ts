// SPDX-License-Identifier: Apache-2.0
import { useEffect } from "react";
import type { RefObject } from "react";
import { GUTTER } from "./draw";
import type { MapAction } from "./use-map-view";

/** Tells the map how much room it has, at first and whenever that changes. */
export function useRoom(
  ref: RefObject<HTMLElement | null>,
  move: (action: MapAction) => void,
): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const width = Math.max(1, element.clientWidth - GUTTER);
      const height = Math.max(1, element.clientHeight);
      move({ kind: "resize", viewport: { width, height } });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref, move]);
}
