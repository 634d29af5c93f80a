// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { hexadecimal, physicalAddress } from "./brands";
import { pageDirectory, pageTable, translation } from "./page-tables";
import { profile } from "./profile";
import { list } from "./reader";
import { run, submission } from "./run";
import pageDirectorySample from "./samples/page-directory.json";
import pageTableSample from "./samples/page-table.json";
import profileSample from "./samples/profile.json";
import runSample from "./samples/run.json";
import translationSamples from "./samples/translations.json";

describe("what the lab answers", () => {
  it("a run", () => {
    expect(run(runSample, "")).toMatchObject({
      machine: { ramMiB: 128 },
      state: "ENDED",
      evidence: { bytes: 21034 },
    });
  });

  it("a run that has just been queued", () => {
    const queued = { id: "01JD", state: "QUEUED", createdAt: "2026-11-23T01:02:03.456Z" };
    expect(run(queued, "")).toMatchObject({ outcome: undefined, verdict: undefined });
  });

  it("a submission with a run on each machine", () => {
    const answer = {
      id: "01JD",
      run: { id: "a", state: "ENDED" },
      runs: [
        { id: "a", state: "ENDED", machine: { ramMiB: 128 }, verdict: { score: 100, max: 100 } },
        { id: "b", state: "RUNNING", machine: { ramMiB: 48 } },
      ],
    };
    expect(submission(answer, "")).toMatchObject({
      runs: [{ verdict: { score: 100 } }, { machine: { ramMiB: 48 } }],
      verdict: undefined,
    });
  });

  it("a profile", () => {
    expect(profile(profileSample, "").regions[1]).toMatchObject({
      start: 0xf0000000,
      kind: "kernel",
    });
  });

  it("a page directory and a page table", () => {
    expect(pageDirectory(pageDirectorySample, "").entries).toHaveLength(4);
    expect(pageTable(pageTableSample, "").entries[1]).toMatchObject({
      virtual: 0xf0101000,
      dirty: true,
    });
  });

  it("a translation that succeeds and one that fails", () => {
    const [found, failed] = list(translation)(translationSamples, "");
    expect(found).toMatchObject({ physical: 0x00100abc, failure: undefined });
    expect(failed).toMatchObject({ physical: undefined, failure: "PDE 0 is not present." });
  });

  it("is refused by the name of its field", () => {
    expect(() => run({ ...runSample, state: "DONE" }, "")).toThrow(/^state: expected one of/);
    const entry = { ...pageDirectorySample.entries[0], index: 1024 };
    expect(() => pageDirectory({ entries: [entry] }, "")).toThrow(
      "entries[0].index: not below 1024, 1024",
    );
  });
});

describe("an address", () => {
  it("is written with eight digits", () => {
    expect(hexadecimal(0x0010c000)).toBe("0x0010C000");
    expect(hexadecimal(0xffffffff)).toBe("0xFFFFFFFF");
  });

  it("is never more than 32 bits", () => {
    expect(() => physicalAddress(2 ** 32)).toThrow(RangeError);
  });
});
