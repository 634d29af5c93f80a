// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { pageDirectory, pageTable } from "../protocol/page-tables";
import directorySample from "../protocol/samples/page-directory.json";
import tableSample from "../protocol/samples/page-table.json";
import { directoryCells, tableCells } from "./entry-kind";

describe("the cells of a page directory", () => {
  const cells = directoryCells(pageDirectory(directorySample, ""));

  it("are 1,024, absent unless the lab says otherwise", () => {
    expect(cells).toHaveLength(1024);
    expect(cells[500]?.kind).toBe("absent");
  });

  it.each([
    [1, "not-present"],
    [2, "large"],
    [960, "supervisor"],
    [1023, "self-reference"],
  ])("PDE %i is %s", (index, kind) => {
    expect(cells[index]?.kind).toBe(kind);
  });

  it("say where a PDE's addresses begin", () => {
    expect(cells[960]?.label).toBe("PDE 960, from 0xF0000000: supervisor");
  });
});

describe("the cells of a page table", () => {
  const cells = tableCells(pageTable(tableSample, "").entries);

  it("tell user from supervisor and read-only from writable", () => {
    expect(cells[256]).toMatchObject({ kind: "supervisor", readOnly: true });
    expect(cells[257]).toMatchObject({ kind: "user", readOnly: false });
  });
});
