// SPDX-License-Identifier: Apache-2.0
import { FRAME_COUNT } from "./brands";
import type { FrameNumber } from "./brands";
import {
  MalformedMessage,
  boolean,
  count,
  frame,
  linear,
  list,
  oneOf,
  optional,
  physical,
  record,
  string,
} from "./reader";
import type { Read, Reader } from "./reader";
import { registers } from "./registers";

export interface FrameRun {
  readonly first: FrameNumber;
  readonly count: number;
}

export interface FrameChange extends FrameRun {
  readonly free: boolean;
}

/** `[first, count]` */
export const frameRun: Reader<FrameRun> = (value, field) => {
  const [first, length] = tuple(value, 2, field);
  const run = { first: frame(first, `${field}[0]`), count: count(length, `${field}[1]`) };
  if (run.first + run.count > FRAME_COUNT) {
    throw new MalformedMessage(field, `ends past the last frame, ${run.first} + ${run.count}`);
  }
  return run;
};

/** `[first, count, free]` */
const frameChange: Reader<FrameChange> = (value, field) => {
  const [first, length, free] = tuple(value, 3, field);
  return { ...frameRun([first, length], field), free: boolean(free, `${field}[2]`) };
};

const readAllocator = record({
  kind: oneOf("bitmap", "free-list", "page-array", "buddy", "ranges", "several", "none"),
  ready: boolean,
  frames: optional(count),
  free: optional(count),
  allocated: optional(count),
  base: optional(count),
  changes: optional(list(frameChange)),
  truncated: optional(boolean),
});

/** What is known of the frame allocator: nothing before it is ready, then a change or the need to fetch. */
export type Allocator =
  | {
      readonly kind: "not-ready";
      /** The profile says that there is one. */
      readonly described: boolean;
    }
  | {
      readonly kind: "known";
      readonly free: number;
      readonly allocated: number;
      /** The snapshot that `changes` are relative to; undefined means "everything allocated". */
      readonly base: number | undefined;
      /** Undefined when there were too many to send: the bitmap has to be fetched. */
      readonly changes: readonly FrameChange[] | undefined;
    };

const allocator: Reader<Allocator> = (value, field) => {
  const read = readAllocator(value, field);
  if (read.kind === "none" || !read.ready) {
    return { kind: "not-ready", described: read.kind !== "none" };
  }
  const free = count(read.free, `${field}.free`);
  const allocated = count(read.allocated, `${field}.allocated`);
  const changes = read.truncated === true ? undefined : required(read.changes, `${field}.changes`);
  return { kind: "known", free, allocated, base: read.base, changes };
};

const mappedRange = record({
  virtual: linear,
  physical,
  length: count,
  writable: boolean,
  user: boolean,
  large: boolean,
});
export type MappedRange = Read<typeof mappedRange>;

export const paging = record({
  enabled: boolean,
  mode: optional(string),
  directory: optional(physical),
  ranges: optional(list(mappedRange)),
  entries: optional(record({ directory: count, tables: count, pages: count, largePages: count })),
  truncated: optional(boolean),
});
export type Paging = Read<typeof paging>;

const finding = record({ id: string, message: string, frames: optional(list(frameRun)) });

export const snapshotReason = oneOf(
  "checkpoint",
  "period",
  "request",
  "unannounced",
  "fault",
  "final",
);

export const snapshot = record({
  n: count,
  reason: snapshotReason,
  checkpoint: optional(string),
  instructions: optional(count),
  torn: boolean,
  registers,
  allocator,
  paging,
  findings: list(finding),
});
export type Snapshot = Read<typeof snapshot>;

function tuple(value: unknown, length: number, field: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== length) {
    throw new MalformedMessage(field, `expected a list of ${length}`);
  }
  return value;
}

function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new MalformedMessage(field, "missing");
  return value;
}
