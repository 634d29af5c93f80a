// SPDX-License-Identifier: Apache-2.0
// GDT, IDT and TSS in the manual's words: Intel SDM vol. 3, 3.4.5, 6.11 and 7.2.1.
import { boolean, count, hex, linear, list, optional, record, string } from "./reader";
import type { Read } from "./reader";

const segment = record({
  index: count,
  kind: string,
  base: linear,
  limit: hex,
  privilege: count,
  present: boolean,
  writable: boolean,
  bits: count,
});
export type Segment = Read<typeof segment>;

const gate = record({
  vector: count,
  name: string,
  kind: string,
  selector: count,
  offset: linear,
  privilege: count,
  present: boolean,
  handler: optional(record({ function: string, offset: count })),
});
export type Gate = Read<typeof gate>;

const problem = record({ table: string, index: optional(count), message: string });
export type DescriptorProblem = Read<typeof problem>;

export const descriptors = record({
  decoded: boolean,
  gdt: record({ base: linear, limit: count, unread: count, entries: list(segment) }),
  idt: record({
    base: linear,
    limit: count,
    unread: count,
    ofFirmware: boolean,
    gates: list(gate),
  }),
  task: optional(record({ base: linear, ss0: count, esp0: hex, ioMap: count })),
  problems: list(problem),
});
export type Descriptors = Read<typeof descriptors>;
