// SPDX-License-Identifier: Apache-2.0
import { linear, list, oneOf, optional, physical, record, string } from "./reader";
import type { Read } from "./reader";

export const regionKind = oneOf(
  "user",
  "kernel",
  "heap",
  "stacks",
  "self-reference",
  "guard",
  "hardware",
  "usable",
);
export type RegionKind = Read<typeof regionKind>;

const linearRegion = record({ name: string, start: linear, end: linear, kind: regionKind });
export type LinearRegion = Read<typeof linearRegion>;

const physicalRegion = record({ name: string, start: physical, end: physical, kind: regionKind });
export type PhysicalRegion = Read<typeof physicalRegion>;

const profileCheckpoint = record({ symbol: string, title: string, promise: optional(string) });
export type ProfileCheckpoint = Read<typeof profileCheckpoint>;

/** How this kernel keeps its memory and what to look for. */
export const profile = record({
  name: string,
  title: optional(string),
  checkpoints: list(profileCheckpoint),
  regions: list(linearRegion),
  physicalRegions: list(physicalRegion),
});
export type Profile = Read<typeof profile>;
