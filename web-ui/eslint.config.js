// SPDX-License-Identifier: Apache-2.0
import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config({ ignores: ["dist/", "node_modules/"] }, js.configs.recommended, {
  files: ["**/*.{ts,tsx}"],
  extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
  plugins: { "react-hooks": reactHooks },
  languageOptions: { parserOptions: { projectService: true } },
  rules: {
    ...reactHooks.configs.recommended.rules,
    "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
    "@typescript-eslint/consistent-type-imports": "error",
    "@typescript-eslint/strict-boolean-expressions": "error",
    "@typescript-eslint/switch-exhaustiveness-check": "error",
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    // Text from a guest or a student is only ever rendered as text.
    "no-restricted-syntax": [
      "error",
      {
        selector:
          "JSXAttribute[name.name='dangerouslySetInnerHTML'], MemberExpression[property.name='innerHTML']",
        message: "Render text through React; guest text must never become markup.",
      },
    ],
    "max-lines": ["error", 300],
  },
});
