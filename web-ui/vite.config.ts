// SPDX-License-Identifier: Apache-2.0
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: {
    // The lab's Content-Security-Policy allows fonts from itself only, so nothing becomes a data: URL.
    assetsInlineLimit: 0,
    target: "es2023",
  },
  server: { proxy: { "/api": "http://localhost:8080" } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
