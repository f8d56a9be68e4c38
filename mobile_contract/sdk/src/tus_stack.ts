/** tus-js-client over `fetch`: one door for all requests, and no XMLHttpRequest. */
import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";

import type { Fetch } from "./http";

/** A chunk of 512 KB on a 2G line. */
const CHUNK_WITHIN_MS = 180_000;

export function fetchStack(fetch: Fetch): HttpStack {
  return {
    createRequest: (method, url) => new FetchRequest(fetch, method, url),
    getName: () => "fetch",
  };
}

class FetchRequest implements HttpRequest {
  private readonly headers: Record<string, string> = {};
  private readonly abortion = new AbortController();
  private readonly fetch: Fetch;
  private readonly method: string;
  private readonly url: string;

  constructor(fetch: Fetch, method: string, url: string) {
    this.fetch = fetch;
    this.method = method;
    this.url = url;
  }

  getMethod = () => this.method;
  getURL = () => this.url;
  setHeader = (name: string, value: string) => void (this.headers[name] = value);
  getHeader = (name: string) => this.headers[name];
  setProgressHandler = () => undefined;
  getUnderlyingObject = () => null;

  abort = () => {
    this.abortion.abort();
    return Promise.resolve();
  };

  send = async (body: unknown): Promise<HttpResponse> => {
    const timer = setTimeout(() => this.abortion.abort(), CHUNK_WITHIN_MS);
    const response = await this.fetch(this.url, {
      method: this.method, headers: this.headers, body: (body ?? undefined) as BodyInit | undefined, cache: "no-store",
      credentials: "omit", signal: this.abortion.signal,
    });
    const text = await response.text().finally(() => clearTimeout(timer));
    return {
      getStatus: () => response.status,
      getHeader: (name) => response.headers.get(name) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => response,
    };
  };
}
