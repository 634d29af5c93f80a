// SPDX-License-Identifier: Apache-2.0
// One pixel a frame, in address order. Because the order never changes, a new row length only means
// handing the same pixels over as an image of another width.
import { FRAME_COUNT } from "../protocol/brands";
import type { FrameBitmap } from "../run-model/frame-bitmap";
import type { Palette } from "./palette";

export interface Picture {
  readonly bitmap: FrameBitmap;
  /** The snapshot before, to show what changed since; undefined shows no changes. */
  readonly before: FrameBitmap | undefined;
  /** Frames from here on are not RAM. */
  readonly ramFrames: number;
}

export function paintFrames(pixels: Uint32Array, picture: Picture, palette: Palette): void {
  const now = picture.bitmap.bytes;
  const before = (picture.before ?? picture.bitmap).bytes;
  for (let byte = 0; byte < now.length;) {
    const bits = now[byte] ?? 0;
    let end = byte + 1;
    if (before[byte] === bits && (bits === 0 || bits === 0xff)) {
      while (end < now.length && now[end] === bits && before[end] === bits) end++;
      if (bits === 0) paintAllocated(pixels, byte * 8, end * 8, picture.ramFrames, palette);
      else pixels.fill(palette.free, byte * 8, end * 8);
    } else {
      paintByte(pixels, byte, picture, palette);
    }
    byte = end;
  }
}

function paintAllocated(
  pixels: Uint32Array,
  first: number,
  end: number,
  ramFrames: number,
  palette: Palette,
): void {
  const border = Math.min(Math.max(first, ramFrames), end);
  pixels.fill(palette.allocated, first, border);
  pixels.fill(palette.notRam, border, end);
}

function paintByte(pixels: Uint32Array, byte: number, picture: Picture, palette: Palette): void {
  const now = picture.bitmap.bytes[byte] ?? 0;
  const changed = now ^ ((picture.before ?? picture.bitmap).bytes[byte] ?? 0);
  for (let bit = 0; bit < 8; bit++) {
    const frame = byte * 8 + bit;
    const free = ((now >> bit) & 1) === 1;
    if (((changed >> bit) & 1) === 1) pixels[frame] = free ? palette.freed : palette.taken;
    else if (free) pixels[frame] = palette.free;
    else pixels[frame] = frame < picture.ramFrames ? palette.allocated : palette.notRam;
  }
}

/** The pixels as something a canvas can draw. */
export class FramePixels {
  private readonly pixels = new Uint32Array(FRAME_COUNT);
  private readonly canvas = document.createElement("canvas");
  private stale = true;

  paint(picture: Picture | undefined, palette: Palette): void {
    if (picture === undefined) this.pixels.fill(palette.unknown);
    else paintFrames(this.pixels, picture, palette);
    this.stale = true;
  }

  /** The picture with rows of `columns` frames. */
  image(columns: number): HTMLCanvasElement {
    const height = FRAME_COUNT / columns;
    if (this.canvas.width !== columns || this.canvas.height !== height) {
      this.canvas.width = columns;
      this.canvas.height = height;
      this.stale = true;
    }
    if (this.stale) {
      const bytes = new Uint8ClampedArray(this.pixels.buffer);
      const context = this.canvas.getContext("2d", { alpha: false });
      context?.putImageData(new ImageData(bytes, columns, height), 0, 0);
      this.stale = false;
    }
    return this.canvas;
  }
}
