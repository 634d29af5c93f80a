// SPDX-License-Identifier: Apache-2.0
import { FRAME_COUNT } from "../protocol/brands";
import type { FrameNumber } from "../protocol/brands";
import type { FrameChange } from "../protocol/snapshot";

export const BITMAP_BYTES = FRAME_COUNT / 8;

/** One bit a frame, least significant bit first, 1 = free: the form of `/snapshots/{n}/bitmap`. */
export class FrameBitmap {
  readonly bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  static allAllocated(): FrameBitmap {
    return new FrameBitmap(new Uint8Array(BITMAP_BYTES));
  }

  static fromBytes(bytes: Uint8Array): FrameBitmap {
    if (bytes.length !== BITMAP_BYTES) {
      throw new RangeError(`bitmap: expected ${BITMAP_BYTES} bytes, got ${bytes.length}`);
    }
    return new FrameBitmap(bytes);
  }

  isFree(frame: FrameNumber): boolean {
    return ((this.bytes[frame >> 3] ?? 0) & (1 << (frame & 7))) !== 0;
  }

  /** A new bitmap; this one stays as it is. */
  with(changes: readonly FrameChange[]): FrameBitmap {
    const bytes = this.bytes.slice();
    for (const change of changes) fill(bytes, change);
    return new FrameBitmap(bytes);
  }
}

function fill(bytes: Uint8Array, { first, count, free }: FrameChange): void {
  const end = first + count;
  let frame: number = first;
  for (; frame < end && (frame & 7) !== 0; frame++) setBit(bytes, frame, free);
  const wholeBytes = (end - frame) >> 3;
  if (wholeBytes > 0) {
    bytes.fill(free ? 0xff : 0, frame >> 3, (frame >> 3) + wholeBytes);
    frame += wholeBytes * 8;
  }
  for (; frame < end; frame++) setBit(bytes, frame, free);
}

function setBit(bytes: Uint8Array, frame: number, on: boolean): void {
  const byte = bytes[frame >> 3] ?? 0;
  const bit = 1 << (frame & 7);
  bytes[frame >> 3] = on ? byte | bit : byte & ~bit;
}

export interface FrameMovement {
  readonly freed: number;
  readonly taken: number;
}

/** How many frames became free and how many were taken between two bitmaps. */
export function movement(before: FrameBitmap, after: FrameBitmap): FrameMovement {
  let freed = 0;
  let taken = 0;
  for (let byte = 0; byte < BITMAP_BYTES; byte++) {
    const old = before.bytes[byte] ?? 0;
    const now = after.bytes[byte] ?? 0;
    if (old === now) continue;
    freed += ones(now & ~old);
    taken += ones(old & ~now);
  }
  return { freed, taken };
}

function ones(byte: number): number {
  let count = 0;
  for (let rest = byte & 0xff; rest !== 0; rest &= rest - 1) count++;
  return count;
}
