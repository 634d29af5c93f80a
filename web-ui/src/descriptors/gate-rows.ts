// SPDX-License-Identifier: Apache-2.0
import type { DescriptorProblem, Gate } from "../protocol/descriptors";

export interface GateRow {
  /** `14 page fault`, or `48–255` for neighbours that are the same. */
  readonly vectors: string;
  readonly gate: string;
  readonly handler: string;
  readonly privilege: number;
  readonly problem: boolean;
}

/**
 * Neighbours that are no exceptions, or that lead to the same place, make one row, unless something
 * is wrong with one.
 */
export function gateRows(
  gates: readonly Gate[],
  problems: readonly DescriptorProblem[],
): readonly GateRow[] {
  const wrong = new Set(problems.filter((it) => it.table === "IDT").map((it) => it.index));
  const groups: Gate[][] = [];
  for (const gate of gates) {
    const before = groups.at(-1)?.at(-1);
    const joins = before !== undefined && same(before, gate) && !wrong.has(gate.vector);
    if (joins && !wrong.has(before.vector)) groups.at(-1)?.push(gate);
    else groups.push([gate]);
  }
  return groups.map((group) => row(group, wrong));
}

function row(group: readonly Gate[], wrong: ReadonlySet<number | undefined>): GateRow {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) throw new Error("a group of gates has gates");
  return {
    vectors:
      group.length === 1
        ? `${first.vector} ${first.name}`.trim()
        : `${first.vector}–${last.vector}`,
    gate: words(first),
    handler: first.offset === last.offset ? handler(first) : `${handler(first)} … ${handler(last)}`,
    privilege: first.privilege,
    problem: wrong.has(first.vector),
  };
}

function words({ kind, ist, present }: Gate): string {
  const stack = ist === 0 ? "" : `, IST${ist}`;
  return `${kind.toLowerCase().replaceAll("_", " ")}${stack}${present ? "" : ", not present"}`;
}

function handler({ handler: named, offset }: Gate): string {
  if (named === undefined) return offset;
  return named.offset > 0 ? `${named.function}+${named.offset}` : named.function;
}

function same(one: Gate, next: Gate): boolean {
  return (
    next.vector === one.vector + 1 &&
    (next.offset === one.offset || (next.name === "" && one.name === "")) &&
    next.selector === one.selector &&
    next.kind === one.kind &&
    next.privilege === one.privilege &&
    next.ist === one.ist &&
    next.present === one.present
  );
}
