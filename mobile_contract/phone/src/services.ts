/** The app's single store, door to the server, tokens and sync loop. */
import { Http, Poke, SyncEngine, Tokens, TuyenStore } from "@tuyen/sdk";

import { chosenLanguage } from "./i18n";
import { eraser } from "./wipe";

export const store = new TuyenStore();

export const http: Http = new Http({
  language: chosenLanguage,
  appVersion: __APP_VERSION__,
  token: () => tokens.current(),
  renew: (used) => tokens.renew(used),
});

export const tokens = new Tokens(store, http);

export const engine = new SyncEngine(store, http, { tokens, erase: eraser(store, http) });

export const poke = new Poke(http, engine.request);
