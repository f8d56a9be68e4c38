import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app";
import { chosenLanguage } from "./i18n";
import { registerServiceWorker } from "./update";

document.documentElement.lang = chosenLanguage();
const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
registerServiceWorker();
