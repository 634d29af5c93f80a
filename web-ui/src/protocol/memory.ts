// SPDX-License-Identifier: Apache-2.0
import { count, hex, list, oneOf, record, string } from "./reader";
import type { Read } from "./reader";

export type Space = "linear" | "physical";

export interface MemoryWanted {
  readonly space: Space;
  readonly address: number;
  readonly length: number;
}

/** `bytes`: two hexadecimal digits each, zero where nothing could be read. */
export const memory = record({
  space: oneOf("linear", "physical"),
  address: hex,
  bytes: string,
  unreadable: list(record({ offset: count, length: count })),
});
export type Memory = Read<typeof memory>;
