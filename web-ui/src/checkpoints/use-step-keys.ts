// SPDX-License-Identifier: Apache-2.0
import { useEffect } from "react";

/** Things that have their own use for the arrow keys. */
const OWN_ARROWS =
  "input, textarea, select, [role=application], [role=grid], [role=slider], [role=radiogroup], [role=toolbar], .xterm";

/** Left and right arrow step through the snapshots from anywhere on the page. */
export function useStepKeys(onStep: (by: 1 | -1) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest(OWN_ARROWS) !== null) return;
      onStep(event.key === "ArrowLeft" ? -1 : 1);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [onStep]);
}
