// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { profile } from "../protocol/profile";
import samples from "../protocol/samples/events.json";
import profileSample from "../protocol/samples/profile.json";
import { snapshot } from "../protocol/snapshot";
import { moments } from "./moments";

const snapshots = samples
  .filter(({ event }) => event === "snapshot")
  .map(({ data }) => snapshot(data, ""));
const shown = (listed: ReturnType<typeof moments>) =>
  listed.map((moment) => (moment.kind === "seen" ? moment.title : `no ${moment.checkpoint.title}`));

it("names the checkpoints reached in their order, then the ones not reached", () => {
  expect(shown(moments(snapshots, profile(profileSample, "")))).toEqual([
    "Boot paging",
    "Memory map",
    "no Idle",
  ]);
});

it("falls back to the symbol where there is no profile", () => {
  expect(shown(moments(snapshots, undefined))).toEqual([
    "checkpoint_boot_paging",
    "checkpoint_memory_map",
  ]);
});

it("lists a fault, whatever the profile asks for", () => {
  const [first] = snapshots;
  if (first === undefined) throw new Error("no sample");
  const fault = { ...first, n: 9, reason: "fault" as const, checkpoint: undefined };
  expect(shown(moments([fault], undefined))).toEqual(["At the fault"]);
});
