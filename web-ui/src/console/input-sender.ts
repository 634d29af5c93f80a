// SPDX-License-Identifier: Apache-2.0
// Sends what was typed in the order it was typed: one request at a time, and what is typed meanwhile
// goes together into the next one.

export function inputSender(
  post: (text: string) => Promise<void>,
  onFailure: (reason: string) => void,
): (text: string) => void {
  let waiting = "";
  let sending = false;

  const drain = async () => {
    sending = true;
    try {
      while (waiting !== "") {
        const text = waiting;
        waiting = "";
        await post(text);
      }
    } catch (error) {
      waiting = "";
      onFailure(error instanceof Error ? error.message : String(error));
    } finally {
      sending = false;
    }
  };

  return (text) => {
    waiting += text;
    if (!sending) void drain();
  };
}
