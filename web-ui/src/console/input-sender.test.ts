// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from "vitest";
import { inputSender } from "./input-sender";

it("sends in order, one request at a time, gathering what is typed meanwhile", async () => {
  const posted: string[] = [];
  const answers: (() => void)[] = [];
  const post = (text: string) => {
    posted.push(text);
    return new Promise<void>((answered) => answers.push(answered));
  };
  const send = inputSender(post, expect.unreachable);
  send("h");
  send("elp");
  send("\r");
  expect(posted).toEqual(["h"]);
  answers[0]?.();
  await vi.waitFor(() => {
    expect(posted).toEqual(["h", "elp\r"]);
  });
});

it("reports a refusal and goes on with what is typed next", async () => {
  const posted: string[] = [];
  const refusals: string[] = [];
  const post = (text: string) => {
    posted.push(text);
    return Promise.reject(new Error("The run has ended."));
  };
  const send = inputSender(post, (reason) => refusals.push(reason));
  send("a");
  await vi.waitFor(() => {
    expect(refusals).toEqual(["The run has ended."]);
  });
  send("b");
  expect(posted).toEqual(["a", "b"]);
});
