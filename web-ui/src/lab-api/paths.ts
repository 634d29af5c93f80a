// SPDX-License-Identifier: Apache-2.0
import type { LinearAddress, PhysicalAddress } from "../protocol/brands";
import { hexadecimal } from "../protocol/brands";
import type { MemoryWanted } from "../protocol/memory";

const API = "/api/v1";

export const runsUrl = (limit: number, cursor: string | undefined): string =>
  `${API}/runs?limit=${limit}` +
  (cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`);
export const submissionsUrl = `${API}/submissions`;
export const submissionUrl = (id: string): string => `${submissionsUrl}/${encodeURIComponent(id)}`;
export const runUrl = (id: string): string => `${API}/runs/${encodeURIComponent(id)}`;
export const eventsUrl = (id: string): string => `${runUrl(id)}/events`;
export const controlUrl = (id: string): string => `${runUrl(id)}/control`;
export const screenUrl = (id: string): string => `${runUrl(id)}/screen`;
/** @param snapshot undefined for memory as it is now */
export const memoryUrl = (
  id: string,
  snapshot: number | undefined,
  { space, address, length }: MemoryWanted,
): string =>
  (snapshot === undefined ? runUrl(id) : snapshotUrl(id, snapshot)) +
  `/memory?space=${space}&address=${hexadecimal(address)}&length=${length}`;
/** What can be asked of a machine besides its screen and memory. */
export const machineUrl = (id: string, what: MachineCall): string => `${runUrl(id)}/${what}`;
export type MachineCall = "input" | "keys" | "pause" | "step" | "continue";
export const verdictUrl = (id: string): string => `${runUrl(id)}/verdict`;
export const serialUrl = (id: string): string => `${runUrl(id)}/serial`;
export const profileUrl = (id: string): string => `${runUrl(id)}/profile`;
export const endUrl = (id: string): string => `${runUrl(id)}/end`;
export const snapshotsUrl = (id: string): string => `${runUrl(id)}/snapshots`;
const snapshotUrl = (id: string, n: number): string => `${snapshotsUrl(id)}/${n}`;
export const bitmapUrl = (id: string, n: number): string => `${snapshotUrl(id, n)}/bitmap`;
export const descriptorsUrl = (id: string, n: number): string =>
  `${snapshotUrl(id, n)}/descriptors`;
export const addressSpacesUrl = (id: string, n: number): string =>
  `${snapshotUrl(id, n)}/address-spaces`;

/** `directory` chooses another address space than CR3's. */
const inSpace = (directory: PhysicalAddress | undefined, separator: "?" | "&"): string =>
  directory === undefined ? "" : `${separator}directory=${hexadecimal(directory)}`;

export const rangesUrl = (id: string, n: number, directory: PhysicalAddress): string =>
  `${snapshotUrl(id, n)}/ranges${inSpace(directory, "?")}`;
export const pageDirectoryUrl = (id: string, n: number, directory?: PhysicalAddress): string =>
  `${snapshotUrl(id, n)}/page-directory${inSpace(directory, "?")}`;
export const pageTableUrl = (
  id: string,
  n: number,
  index: number,
  directory?: PhysicalAddress,
): string => `${snapshotUrl(id, n)}/page-directory/${index}${inSpace(directory, "?")}`;
export const tableUrl = (
  id: string,
  n: number,
  path: readonly number[],
  directory?: PhysicalAddress,
): string => `${snapshotUrl(id, n)}/tables?path=${path.join(".")}${inSpace(directory, "&")}`;
export const translateUrl = (
  id: string,
  n: number,
  address: LinearAddress,
  directory?: PhysicalAddress,
): string => `${snapshotUrl(id, n)}/translate?va=${hexadecimal(address)}${inSpace(directory, "&")}`;
