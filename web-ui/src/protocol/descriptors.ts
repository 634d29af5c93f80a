// SPDX-License-Identifier: Apache-2.0
// GDT, IDT and TSS in the manual's words: Intel SDM vol. 3, 3.4.5, 6.11, 6.14.1, 7.2.1 and 7.7.
// Addresses stay as they are written: no number holds all that 64 bits can.
import { boolean, count, list, object, optional, record, string } from "./reader";
import type { Read } from "./reader";

const segment = record({
  index: count,
  kind: string,
  base: string,
  limit: string,
  privilege: count,
  present: boolean,
  writable: boolean,
  bits: count,
  ignored: boolean,
});
export type Segment = Read<typeof segment>;

const gate = record({
  vector: count,
  name: string,
  kind: string,
  selector: count,
  offset: string,
  privilege: count,
  ist: count,
  present: boolean,
  handler: optional(record({ function: string, offset: count })),
});
export type Gate = Read<typeof gate>;

const problem = record({ table: string, index: optional(count), message: string });
export type DescriptorProblem = Read<typeof problem>;

const narrowTask = record({ base: string, ss0: count, esp0: string, ioMap: count });
const wideTask = record({ base: string, rsp: list(string), ist: list(string), ioMap: count });
export type NarrowTask = Read<typeof narrowTask>;
export type WideTask = Read<typeof wideTask>;

export const descriptors = record({
  decoded: boolean,
  wide: boolean,
  gdt: record({ base: string, limit: count, unread: count, entries: list(segment) }),
  idt: record({
    base: string,
    limit: count,
    unread: count,
    ofFirmware: boolean,
    gates: list(gate),
  }),
  task: optional<NarrowTask | WideTask>((value, field) =>
    "rsp" in object(value, field) ? wideTask(value, field) : narrowTask(value, field),
  ),
  problems: list(problem),
});
export type Descriptors = Read<typeof descriptors>;
