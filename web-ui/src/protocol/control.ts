// SPDX-License-Identifier: Apache-2.0
import { boolean, optional, record, string } from "./reader";
import type { Read } from "./reader";

/** Who is at the controls of a run. */
export const control = record({
  held: boolean,
  mine: boolean,
  name: optional(string),
  until: optional(string),
  token: optional(string),
});
export type Control = Read<typeof control>;

/** What whoever is at the controls shows with every request. */
export const controlHeaders = (token: string | undefined): Readonly<Record<string, string>> =>
  token === undefined ? {} : { "Kernel-Lab-Control": token };
