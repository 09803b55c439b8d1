// The way to the server: plain HTTP. A reply is one of
//   {kind: "ok", data} · {kind: "refused", status, code, data} · {kind: "lost"}
// "lost" means: nobody can tell whether the server did it. Asking once more is always right.

const PATIENCE_MS = 15_000;
const LATER = new Set([408, 425, 429]);

export class HttpTransport {
  #token;
  #clock;
  #fetch;

  constructor({ token, clock, fetch = globalThis.fetch.bind(globalThis) }) {
    this.#token = token;
    this.#clock = clock;
    this.#fetch = fetch;
  }

  /** After a take-over the server gives another token. */
  useToken(token) {
    this.#token = token;
  }

  get(path) {
    return this.#call(path, { method: "GET" });
  }

  /** `parting`: the page is going away and the request must outlive it. */
  post(path, body, { parting = false } = {}) {
    return this.#call(path, {
      method: "POST",
      body: JSON.stringify(body),
      keepalive: parting,
      headers: { "content-type": "application/json" },
    });
  }

  async #call(path, { headers = {}, ...rest }) {
    const sent = this.#clock.moment();
    try {
      const response = await this.#fetch(`/api/player/${path}`, {
        ...rest,
        headers: { ...headers, accept: "application/json", authorization: `Bearer ${this.#token}` },
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (response.status >= 500 || LATER.has(response.status)) return { kind: "lost" };
      const data = response.status === 204 ? {} : await response.json();
      const received = this.#clock.moment();
      if (Number.isFinite(data.now_ms)) this.#clock.heard(data.now_ms, sent, received);
      return response.ok
        ? { kind: "ok", data }
        : { kind: "refused", status: response.status, code: data.code ?? "", data };
    } catch {
      return { kind: "lost" }; // no connection, no patience, or no JSON (a gateway's page)
    }
  }
}
