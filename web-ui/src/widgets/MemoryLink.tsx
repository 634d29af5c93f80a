// SPDX-License-Identifier: Apache-2.0
import { Button } from "react-aria-components";
import { hexadecimal } from "../protocol/brands";
import type { Space } from "../protocol/memory";
import styles from "./memory-link.module.css";
import { useShowMemory } from "./memory-target";

interface MemoryLinkProps {
  readonly space: Space;
  readonly address: number;
}

/** An address that shows the memory there. */
export function MemoryLink({ space, address }: MemoryLinkProps) {
  const showMemory = useShowMemory();
  const text = hexadecimal(address);
  return (
    <Button
      className={styles.link ?? ""}
      aria-label={`Show memory at ${space} address ${text}`}
      onPress={() => {
        showMemory(space, address);
      }}
    >
      <code>{text}</code>
    </Button>
  );
}
