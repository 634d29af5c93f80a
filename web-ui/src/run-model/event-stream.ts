// SPDX-License-Identifier: Apache-2.0
// One EventSource for a run. The browser resumes a dropped stream by itself (Last-Event-ID); it gives
// up when the lab answers with an error, so then we open a new one and skip what was already seen.
import { RUN_EVENT_NAMES, parseRunEvent } from "../protocol/run-event";
import type { RunEvent } from "../protocol/run-event";
import { MalformedMessage } from "../protocol/reader";

export type Connection = "connecting" | "open" | "lost" | "closed";

export interface StreamListener {
  readonly onEvents: (events: readonly RunEvent[]) => void;
  readonly onConnection: (connection: Connection) => void;
  readonly onMalformed: (message: string) => void;
}

const RETRY_MS = 2_000;
/** Events that arrive together are handed over together, so that a replay costs few renders. */
const GATHER_MS = 16;

export function watchRun(url: string, listener: StreamListener): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let flush: ReturnType<typeof setTimeout> | undefined;
  let gathered: RunEvent[] = [];

  const handOver = () => {
    flush = undefined;
    const events = gathered;
    gathered = [];
    listener.onEvents(events);
  };

  const gather = (event: RunEvent) => {
    gathered.push(event);
    flush ??= setTimeout(handOver, GATHER_MS);
    if (event.name === "ended") {
      source?.close();
      listener.onConnection("closed");
    }
  };

  const open = () => {
    source = new EventSource(url);
    listener.onConnection("connecting");
    source.onopen = () => {
      listener.onConnection("open");
    };
    source.onerror = () => {
      listener.onConnection("lost");
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    };
    for (const name of RUN_EVENT_NAMES) {
      source.addEventListener(name, (message: MessageEvent<string>) => {
        try {
          gather(parseRunEvent(name, message.lastEventId, message.data));
        } catch (error) {
          if (!(error instanceof MalformedMessage)) throw error;
          listener.onMalformed(error.message);
        }
      });
    }
  };

  open();
  return () => {
    source?.close();
    clearTimeout(retry);
    clearTimeout(flush);
  };
}
