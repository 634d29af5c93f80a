// SPDX-License-Identifier: Apache-2.0
import type { LinearAddress } from "../protocol/brands";
import { hexadecimal } from "../protocol/brands";

const API = "/api/v1";

export const runsUrl = (limit: number, cursor: string | undefined): string =>
  `${API}/runs?limit=${limit}` +
  (cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`);
export const submissionsUrl = `${API}/submissions`;
export const runUrl = (id: string): string => `${API}/runs/${encodeURIComponent(id)}`;
export const eventsUrl = (id: string): string => `${runUrl(id)}/events`;
export const inputUrl = (id: string): string => `${runUrl(id)}/input`;
export const serialUrl = (id: string): string => `${runUrl(id)}/serial`;
export const profileUrl = (id: string): string => `${runUrl(id)}/profile`;
export const endUrl = (id: string): string => `${runUrl(id)}/end`;
export const snapshotsUrl = (id: string): string => `${runUrl(id)}/snapshots`;
const snapshotUrl = (id: string, n: number): string => `${snapshotsUrl(id)}/${n}`;
export const bitmapUrl = (id: string, n: number): string => `${snapshotUrl(id, n)}/bitmap`;
export const descriptorsUrl = (id: string, n: number): string =>
  `${snapshotUrl(id, n)}/descriptors`;
export const pageDirectoryUrl = (id: string, n: number): string =>
  `${snapshotUrl(id, n)}/page-directory`;
export const pageTableUrl = (id: string, n: number, index: number): string =>
  `${pageDirectoryUrl(id, n)}/${index}`;
export const translateUrl = (id: string, n: number, address: LinearAddress): string =>
  `${snapshotUrl(id, n)}/translate?va=${hexadecimal(address)}`;
