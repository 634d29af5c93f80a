// SPDX-License-Identifier: Apache-2.0
import { problem } from "../protocol/problem";
import type { Problem } from "../protocol/problem";
import { json } from "../protocol/reader";
import type { Reader } from "../protocol/reader";

/** The lab refused or could not answer; `message` is a sentence for the reader. */
export class LabProblem extends Error {
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, body: Problem) {
    super(sentence(status, body));
    this.name = "LabProblem";
    this.status = status;
    this.code = body.code;
  }
}

export async function getJson<T>(url: string, reader: Reader<T>, signal?: AbortSignal): Promise<T> {
  return askJson(url, signal === undefined ? {} : { signal }, reader);
}

export async function askJson<T>(url: string, init: RequestInit, reader: Reader<T>): Promise<T> {
  const response = await accepted(await reach(url, init));
  return reader(json(await response.text(), "response"), "");
}

/** The picture behind an address, unless it is the one whose tag is given. */
export async function getPicture(
  url: string,
  tag: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly picture: Blob; readonly tag: string | undefined } | undefined> {
  const headers: HeadersInit = tag === undefined ? {} : { "If-None-Match": tag };
  const response = await reach(url, { signal, headers });
  if (response.status === 304) return undefined;
  const picture = await (await accepted(response)).blob();
  return { picture, tag: response.headers.get("ETag") ?? undefined };
}

export async function getBytes(url: string, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await accepted(await reach(url, signal === undefined ? {} : { signal }));
  return new Uint8Array(await response.arrayBuffer());
}

export async function send(
  method: "POST" | "DELETE",
  url: string,
  body?: string,
  headers: Readonly<Record<string, string>> = { "Content-Type": "text/plain" },
): Promise<void> {
  await accepted(await reach(url, { method, headers, ...(body === undefined ? {} : { body }) }));
}

/** Reads an error's body as a problem; whatever is not one becomes a problem without words. */
export function problemFrom(status: number, text: string): LabProblem {
  try {
    return new LabProblem(status, problem(json(text, "problem"), "problem"));
  } catch (error) {
    return error instanceof LabProblem ? error : new LabProblem(status, NO_WORDS);
  }
}

const NO_WORDS: Problem = {
  title: undefined,
  status: undefined,
  detail: undefined,
  code: undefined,
};

export const UNREACHABLE = "The lab does not answer. Is it still running?";

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Error(UNREACHABLE, { cause });
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw problemFrom(response.status, await response.text());
}

function sentence(status: number, { title, detail }: Problem): string {
  return detail ?? title ?? `The lab answered with status ${status} and did not say why.`;
}
