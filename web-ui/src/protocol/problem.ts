// SPDX-License-Identifier: Apache-2.0
import { number, optional, record, string } from "./reader";
import type { Read } from "./reader";

/** `application/problem+json`, RFC 9457, with the lab's stable `code`. */
export const problem = record({
  title: optional(string),
  status: optional(number),
  detail: optional(string),
  code: optional(string),
});
export type Problem = Read<typeof problem>;
