// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { chordOf } from "./key-names";

const press = (code: string, ...held: readonly string[]) =>
  chordOf({
    code,
    shiftKey: held.includes("shift"),
    ctrlKey: held.includes("ctrl"),
    altKey: held.includes("alt"),
  });

describe("a key pressed in the browser", () => {
  it.each([
    ["KeyQ", "q"],
    ["Digit7", "7"],
    ["Numpad0", "kp_0"],
    ["F12", "f12"],
    ["Quote", "apostrophe"],
    ["ArrowUp", "up"],
  ])("%s is the machine's %s", (code, name) => {
    expect(press(code)).toEqual([name]);
  });

  it("brings the modifiers that are held", () => {
    expect(press("KeyA", "shift")).toEqual(["shift", "a"]);
    expect(press("Delete", "ctrl", "alt")).toEqual(["ctrl", "alt", "delete"]);
  });

  it.each(["ShiftLeft", "MetaLeft", "Power", "F13", "AudioVolumeUp", ""])(
    "%s is none of the machine's",
    (code) => {
      expect(press(code)).toBeUndefined();
    },
  );
});
