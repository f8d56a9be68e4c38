import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app";
import { followEnrolLinks } from "./enrol_link";
import { chosenLanguage } from "./i18n";
import { http, store } from "./services";
import { registerServiceWorker } from "./update";
import { confirmWipe } from "./wipe";

document.documentElement.lang = chosenLanguage();
const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
followEnrolLinks(store);
void confirmWipe(http);
registerServiceWorker();
