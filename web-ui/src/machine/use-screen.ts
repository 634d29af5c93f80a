// SPDX-License-Identifier: Apache-2.0
// The machine's screen on a canvas, fetched about twice a second while somebody can see it.
import { useEffect, useRef, useState } from "react";
import type { RefObject } from "react";
import { screenUrl } from "../lab-api/paths";
import { getPicture } from "../lab-api/request";

const REFRESH_MS = 500;
const STILL_MS = 2_000;

export interface Screen {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** There has been a picture. */
  readonly seen: boolean;
  readonly failure: string | undefined;
}

/** @param still nothing moves on it, so that looking seldom is enough */
export function useScreen(id: string, live: boolean, still: boolean): Screen {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [seen, setSeen] = useState(false);
  const [failure, setFailure] = useState<string>();

  useEffect(() => {
    if (!live) return;
    const over = new AbortController();
    let tag: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const look = async () => {
      const got = await getPicture(screenUrl(id), tag, over.signal);
      if (got !== undefined) {
        const image = await createImageBitmap(got.picture);
        tag = draw(canvas.current, image) ? got.tag : undefined;
        setSeen(true);
      }
      setFailure(undefined);
    };
    const tick = async () => {
      let next = still ? STILL_MS : REFRESH_MS;
      try {
        if (isVisible(canvas.current)) await look();
      } catch (error) {
        if (over.signal.aborted) return;
        setFailure(error instanceof Error ? error.message : String(error));
        next = STILL_MS;
      }
      if (!over.signal.aborted) timer = setTimeout(() => void tick(), next);
    };
    void tick();
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [id, live, still]);

  return { canvas, seen, failure: live ? failure : undefined };
}

function draw(canvas: HTMLCanvasElement | null, image: ImageBitmap): boolean {
  const context = canvas?.getContext("2d");
  if (canvas === null || context === null || context === undefined) return false;
  canvas.width = image.width;
  canvas.height = image.height;
  context.drawImage(image, 0, 0);
  image.close();
  return true;
}

function isVisible(canvas: HTMLCanvasElement | null): boolean {
  if (canvas === null || document.hidden) return false;
  const { top, bottom } = canvas.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
