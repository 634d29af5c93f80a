// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import type { LinearAddress } from "../protocol/brands";
import { parseLinearAddress } from "./parse-address";
import styles from "./address-form.module.css";

interface AddressFormProps {
  /** What the field is for. */
  readonly label: string;
  readonly initial: string;
  /** What the button says. */
  readonly action: string;
  readonly onAddress: (address: LinearAddress) => void;
  /** Further buttons. */
  readonly children?: ReactNode;
}

/** Takes an address as one types it; what is none is refused where it was typed. */
export function AddressForm({ label, initial, action, onAddress, children }: AddressFormProps) {
  const [text, setText] = useState(initial);
  const [refused, setRefused] = useState(false);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const address = parseLinearAddress(text);
        setRefused(address === undefined);
        if (address !== undefined) onAddress(address);
      }}
    >
      <input
        className="field mono"
        aria-label={label}
        aria-invalid={refused}
        placeholder="0xF0100000"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Button className="button" type="submit">
        {action}
      </Button>
      {children}
      {refused && (
        <p role="alert">
          Write one to eight hexadecimal digits, such as 0xF0100000, or an address of 64 bits.
        </p>
      )}
    </form>
  );
}
