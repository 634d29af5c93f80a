// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { Button } from "react-aria-components";
import styles from "./machine.module.css";

/** As many keys as one request takes, Return among them. */
const LONGEST = 63;

/** A line for the machine's keyboard, for whoever has none of their own at hand. */
export function TypeForm({ onText }: { readonly onText: (text: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onText(`${text}\n`);
        setText("");
      }}
    >
      <input
        className="field mono"
        aria-label="A line for the machine's keyboard"
        placeholder="a line to type, with Return"
        maxLength={LONGEST}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Button className="button" type="submit">
        Type
      </Button>
    </form>
  );
}
