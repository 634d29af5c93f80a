// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";

/** Takes a file dropped anywhere in the window; true while one is held over it. */
export function useFileDrop(onFile: (file: File) => void): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      setHeld(true);
    };
    window.addEventListener("dragenter", over, { signal });
    window.addEventListener("dragover", over, { signal });
    window.addEventListener(
      "dragleave",
      (event) => {
        if (event.relatedTarget === null) setHeld(false);
      },
      { signal },
    );
    window.addEventListener(
      "drop",
      (event) => {
        const file = event.dataTransfer?.files[0];
        setHeld(false);
        if (file === undefined) return;
        event.preventDefault();
        onFile(file);
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  }, [onFile]);
  return held;
}
