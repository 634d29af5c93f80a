// SPDX-License-Identifier: Apache-2.0
// Sends chords in the order in which they were pressed: one request at a time, and what is pressed
// meanwhile goes together into the next one.

export type Chord = readonly string[];

/** As many as one request takes. */
const AT_ONCE = 64;

export function chordSender(
  post: (chords: readonly Chord[]) => Promise<void>,
  onFailure: (error: unknown) => void,
): (chord: Chord) => void {
  let waiting: readonly Chord[] = [];
  let sending = false;

  const drain = async () => {
    sending = true;
    try {
      while (waiting.length > 0) {
        const chords = waiting.slice(0, AT_ONCE);
        waiting = waiting.slice(AT_ONCE);
        await post(chords);
      }
    } catch (error) {
      waiting = [];
      onFailure(error);
    } finally {
      sending = false;
    }
  };

  return (chord) => {
    waiting = [...waiting, chord];
    if (!sending) void drain();
  };
}
