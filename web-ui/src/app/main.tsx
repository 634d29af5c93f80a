// SPDX-License-Identifier: Apache-2.0
import "@fontsource-variable/ibm-plex-sans/wght.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "@fontsource/ibm-plex-mono/latin-500.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import "./base.css";
import { applyRememberedTheme } from "./theme";
import "./tokens.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html: no element with id root");
applyRememberedTheme();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
