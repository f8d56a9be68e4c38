/** The app's single store, door to the server and sync loop. */
import { Http, SyncEngine, TuyenStore } from "@tuyen/sdk";

import { chosenLanguage } from "./i18n";

export const store = new TuyenStore();

export const http = new Http({
  language: chosenLanguage,
  token: async () => (await store.read("device"))?.token,
});

export const engine = new SyncEngine(store, http);
