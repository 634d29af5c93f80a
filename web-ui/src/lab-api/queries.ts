// SPDX-License-Identifier: Apache-2.0
// Everything the dashboard asks the lab for besides the event stream. A snapshot never changes, so
// what was read of one is kept.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { LinearAddress, PhysicalAddress } from "../protocol/brands";
import { control, controlHeaders } from "../protocol/control";
import { descriptors } from "../protocol/descriptors";
import { end } from "../protocol/end";
import { memory } from "../protocol/memory";
import type { MemoryWanted } from "../protocol/memory";
import {
  addressSpaces,
  pageDirectory,
  pageTable,
  table,
  translation,
} from "../protocol/page-tables";
import { profile } from "../protocol/profile";
import { run, runPage, submission } from "../protocol/run";
import { paging } from "../protocol/snapshot";
import { verdict } from "../protocol/verdict";
import { FrameBitmap } from "../run-model/frame-bitmap";
import {
  addressSpacesUrl,
  bitmapUrl,
  controlUrl,
  descriptorsUrl,
  endUrl,
  memoryUrl,
  pageDirectoryUrl,
  pageTableUrl,
  profileUrl,
  rangesUrl,
  runUrl,
  runsUrl,
  submissionUrl,
  tableUrl,
  translateUrl,
  verdictUrl,
} from "./paths";
import { askJson, getBytes, getJson } from "./request";

const RUNS_A_PAGE = 50;
const REFRESH_MS = 2_000;
const NEVER_STALE = { staleTime: Infinity, gcTime: 5 * 60_000 } as const;

export const runsQuery = infiniteQueryOptions({
  queryKey: ["runs"],
  queryFn: ({ pageParam, signal }) => getJson(runsUrl(RUNS_A_PAGE, pageParam), runPage, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next,
  refetchInterval: REFRESH_MS,
});

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["run", id],
    queryFn: ({ signal }) => getJson(runUrl(id), run, signal),
  });

/** Asked again until its last run has ended. */
export const submissionQuery = (id: string) =>
  queryOptions({
    queryKey: ["submission", id],
    queryFn: ({ signal }) => getJson(submissionUrl(id), submission, signal),
    refetchInterval: ({ state }) =>
      state.data?.runs.every((it) => it.state === "ENDED") === true ? false : REFRESH_MS,
  });

/** What counts now: a run may have been graded again since it ended. */
export const verdictQuery = (id: string) =>
  queryOptions({
    queryKey: ["verdict", id],
    queryFn: ({ signal }) => getJson(verdictUrl(id), verdict, signal),
  });

export const profileQuery = (id: string) =>
  queryOptions({
    queryKey: ["profile", id],
    queryFn: ({ signal }) => getJson(profileUrl(id), profile, signal),
    ...NEVER_STALE,
  });

export const bitmapQuery = (id: string, n: number) =>
  queryOptions({
    queryKey: ["bitmap", id, n],
    queryFn: async ({ signal }) => FrameBitmap.fromBytes(await getBytes(bitmapUrl(id, n), signal)),
    ...NEVER_STALE,
  });

export const endQuery = (id: string) =>
  queryOptions({
    queryKey: ["end", id],
    queryFn: ({ signal }) => getJson(endUrl(id), end, signal),
    ...NEVER_STALE,
  });

/** @param ended of the run: names of handlers are told only then */
export const descriptorsQuery = (id: string, n: number, ended: boolean) =>
  queryOptions({
    queryKey: ["descriptors", id, n, ended],
    queryFn: ({ signal }) => getJson(descriptorsUrl(id, n), descriptors, signal),
    ...NEVER_STALE,
  });

export const addressSpacesQuery = (id: string, n: number) =>
  queryOptions({
    queryKey: ["address-spaces", id, n],
    queryFn: ({ signal }) => getJson(addressSpacesUrl(id, n), addressSpaces, signal),
    ...NEVER_STALE,
  });

/** `directory` chooses another address space than CR3's, here and below. */
export const rangesQuery = (id: string, n: number, directory: PhysicalAddress) =>
  queryOptions({
    queryKey: ["ranges", id, n, directory],
    queryFn: ({ signal }) => getJson(rangesUrl(id, n, directory), paging, signal),
    ...NEVER_STALE,
  });

export const pageDirectoryQuery = (id: string, n: number, directory?: PhysicalAddress) =>
  queryOptions({
    queryKey: ["page-directory", id, n, directory],
    queryFn: ({ signal }) => getJson(pageDirectoryUrl(id, n, directory), pageDirectory, signal),
    ...NEVER_STALE,
  });

export const pageTableQuery = (id: string, n: number, index: number, directory?: PhysicalAddress) =>
  queryOptions({
    queryKey: ["page-table", id, n, index, directory],
    queryFn: ({ signal }) => getJson(pageTableUrl(id, n, index, directory), pageTable, signal),
    ...NEVER_STALE,
  });

export const tableQuery = (
  id: string,
  n: number,
  path: readonly number[],
  directory?: PhysicalAddress,
) =>
  queryOptions({
    queryKey: ["table", id, n, path, directory],
    queryFn: ({ signal }) => getJson(tableUrl(id, n, path, directory), table, signal),
    ...NEVER_STALE,
  });

export const translationQuery = (
  id: string,
  n: number,
  address: LinearAddress,
  directory?: PhysicalAddress,
) =>
  queryOptions({
    queryKey: ["translation", id, n, address, directory],
    queryFn: ({ signal }) => getJson(translateUrl(id, n, address, directory), translation, signal),
    ...NEVER_STALE,
  });

/** @param snapshot undefined for memory as it is now, which is asked for again and again */
export const memoryQuery = (id: string, snapshot: number | undefined, wanted: MemoryWanted) =>
  queryOptions({
    queryKey: ["memory", id, snapshot, wanted],
    queryFn: ({ signal }) => getJson(memoryUrl(id, snapshot, wanted), memory, signal),
    ...(snapshot === undefined ? { refetchInterval: 1_000, retry: false } : NEVER_STALE),
  });

export const controlQuery = (id: string, token: string | undefined) =>
  queryOptions({
    queryKey: ["control", id, token],
    queryFn: ({ signal }) =>
      askJson(controlUrl(id), { signal, headers: controlHeaders(token) }, control),
    refetchInterval: 3_000,
  });
