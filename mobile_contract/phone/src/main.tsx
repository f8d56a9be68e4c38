import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app";
import { followEnrolLinks } from "./enrol_link";
import { chosenLanguage, loadCatalogue } from "./i18n";
import { http, store } from "./services";
import { registerServiceWorker } from "./update";
import { confirmWipe } from "./wipe";

document.documentElement.lang = chosenLanguage();
const root = document.getElementById("root");
if (root) {
  void loadCatalogue(chosenLanguage()).catch(() => undefined)
    .then(() => createRoot(root).render(<StrictMode><App /></StrictMode>));
}
followEnrolLinks(store);
void confirmWipe(http);
// A screen of a version that is no more on the server nor in the cache: open the present one. Drafts are kept.
addEventListener("vite:preloadError", () => {
  if (Date.now() - Number(sessionStorage.getItem("tuyen.reloaded") ?? 0) < 60_000) return;
  sessionStorage.setItem("tuyen.reloaded", String(Date.now()));
  location.reload();
});
void registerServiceWorker().catch(() => undefined);
