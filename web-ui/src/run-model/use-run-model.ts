// SPDX-License-Identifier: Apache-2.0
import { useEffect, useReducer, useState } from "react";
import { eventsUrl } from "../lab-api/paths";
import type { RunEvent } from "../protocol/run-event";
import { watchRun } from "./event-stream";
import type { Connection } from "./event-stream";
import { NO_EVENTS_YET, withEvent } from "./run-model";
import type { RunModel } from "./run-model";

export interface LiveRun {
  readonly model: RunModel;
  readonly connection: Connection;
  /** The last event that could not be read, if any. */
  readonly malformed: string | undefined;
}

function withEvents(model: RunModel, events: readonly RunEvent[]): RunModel {
  return events.reduce(withEvent, model);
}

/** Follows one run for as long as the component lives; give the component `key={id}`. */
export function useRunModel(id: string): LiveRun {
  const [model, dispatch] = useReducer(withEvents, NO_EVENTS_YET);
  const [connection, setConnection] = useState<Connection>("connecting");
  const [malformed, setMalformed] = useState<string>();

  useEffect(
    () =>
      watchRun(eventsUrl(id), {
        onEvents: dispatch,
        onConnection: setConnection,
        onMalformed: setMalformed,
      }),
    [id],
  );

  return { model, connection, malformed };
}
