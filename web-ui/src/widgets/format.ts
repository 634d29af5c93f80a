// SPDX-License-Identifier: Apache-2.0
const WHOLE = new Intl.NumberFormat("en");
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function whole(value: number): string {
  return WHOLE.format(value);
}

/** `1 table`, `2 tables`. */
export function counted(value: number, one: string, many: string): string {
  return `${whole(value)} ${value === 1 ? one : many}`;
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

export function moment(iso: string): string {
  return MOMENT.format(new Date(iso));
}

export function ago(iso: string, now: number): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return "just now";
  if (size < MINUTE) return RELATIVE.format(seconds, "second");
  if (size < HOUR) return RELATIVE.format(Math.round(seconds / MINUTE), "minute");
  if (size < DAY) return RELATIVE.format(Math.round(seconds / HOUR), "hour");
  return RELATIVE.format(Math.round(seconds / DAY), "day");
}

/** Joins the class names that apply. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== false && name !== undefined).join(" ");
}
