// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import sample from "../protocol/samples/problem.json";
import { problemFrom } from "./request";

describe("a refusal", () => {
  it("is the lab's own sentence", () => {
    expect(problemFrom(415, JSON.stringify(sample))).toMatchObject({
      message: sample.detail,
      code: "SUBMISSION_FORMAT",
      status: 415,
    });
  });

  it.each(["<html>Bad gateway</html>", "", "[]", '{"detail":7}'])(
    "is a sentence even when the lab sends %j",
    (body) => {
      expect(problemFrom(502, body).message).toBe(
        "The lab answered with status 502 and did not say why.",
      );
    },
  );
});
