// SPDX-License-Identifier: Apache-2.0
// Being at the controls of a run. Whoever acts first takes them; each act keeps them for longer, and
// they lapse by themselves.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { controlUrl, machineUrl } from "../lab-api/paths";
import type { MachineCall } from "../lab-api/paths";
import { controlQuery } from "../lab-api/queries";
import { LabProblem, askJson, send } from "../lab-api/request";
import { control, controlHeaders } from "../protocol/control";
import type { Control } from "../protocol/control";

const RENEW_MS = 10_000;

export interface Controls {
  /** Undefined where nobody can be at the controls, or it is not known yet. */
  readonly who: Control | undefined;
  readonly act: (call: MachineCall, body?: string, type?: string) => Promise<void>;
  readonly leave: () => void;
}

export function useControls(id: string, interactive: boolean): Controls {
  const queries = useQueryClient();
  const [token, setToken] = useState<string>();
  const held = useRef({ token: undefined as string | undefined, at: 0 });
  const { data: who } = useQuery({ ...controlQuery(id, token), enabled: interactive });

  const hold = useCallback(async () => {
    if (held.current.token !== undefined && Date.now() - held.current.at < RENEW_MS) return;
    const headers = controlHeaders(held.current.token);
    try {
      const taken = await askJson(controlUrl(id), { method: "POST", headers }, control);
      held.current = { token: taken.token, at: Date.now() };
      setToken(taken.token);
    } catch (error) {
      if (error instanceof LabProblem) {
        held.current = { token: undefined, at: 0 };
        setToken(undefined);
      }
      throw error;
    }
  }, [id]);

  const act = useCallback(
    async (call: MachineCall, body?: string, type = "text/plain") => {
      await hold();
      const headers = { "Content-Type": type, ...controlHeaders(held.current.token) };
      await send("POST", machineUrl(id, call), body, headers);
    },
    [id, hold],
  );

  const leave = useCallback(() => {
    if (held.current.token === undefined) return;
    const headers = controlHeaders(held.current.token);
    held.current = { token: undefined, at: 0 };
    setToken(undefined);
    void fetch(controlUrl(id), { method: "DELETE", headers, keepalive: true })
      .catch(() => undefined) // they lapse by themselves
      .finally(() => queries.invalidateQueries({ queryKey: ["control", id] }));
  }, [id, queries]);

  useEffect(() => {
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [leave]);

  return useMemo(() => ({ who, act, leave }), [who, act, leave]);
}
