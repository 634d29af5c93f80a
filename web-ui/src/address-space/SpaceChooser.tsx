// SPDX-License-Identifier: Apache-2.0
import { hexadecimal } from "../protocol/brands";
import type { AddressSpace } from "../protocol/page-tables";
import type { AddressSpaces } from "./use-address-spaces";

/** Only where there is something to choose. */
export function SpaceChooser({ spaces }: { readonly spaces: AddressSpaces }) {
  if (spaces.all.length < 2) return null;
  return (
    <select
      className="field"
      aria-label="Address space"
      data-testid="space-chooser"
      value={spaces.directory ?? ""}
      onChange={(event) => {
        const { value } = event.target;
        const found = spaces.all.find((space) => String(space.directory) === value);
        spaces.choose(found?.directory);
      }}
    >
      {spaces.all.map((space) => (
        <option key={space.directory} value={space.found === "cr3" ? "" : space.directory}>
          {title(space)} {hexadecimal(space.directory)}
        </option>
      ))}
    </select>
  );
}

function title(space: AddressSpace): string {
  switch (space.found) {
    case "cr3":
      return "CR3";
    case "profile":
      return space.name ?? "by the profile";
    case "earlier":
      return "earlier in CR3";
  }
}
