// A queue, a sender and the practice server on a clock of the test's own, with accidents on order.

import { Connection } from "../../web/static/js/player/connection.js";
import { PracticeServer } from "../../web/static/js/player/practice.js";
import { Queue } from "../../web/static/js/player/queue.js";
import { Seal, toBase64 } from "../../web/static/js/player/sealed.js";
import { Sender } from "../../web/static/js/player/sender.js";
import { MemoryStore } from "../../web/static/js/player/store.js";

export const START_MS = 1_763_700_000_000;
export const KEY = toBase64(new Uint8Array(32).fill(7));
export const ATTEMPT = "0197a000-0000-7000-8000-000000000001";

export function bootstrap() {
  const text = { text: "?", options: ["1", "2", "3", "4"] };
  return {
    attempt: ATTEMPT,
    generation: 1,
    phase: "open",
    section: 0,
    told: 0,
    break_until_ms: null,
    sections: [
      { index: 0, minutes: 20, questions: 3, status: "open", deadline_ms: null },
      { index: 1, minutes: 20, questions: 3, status: "waiting", deadline_ms: null },
    ],
    paper: [1, 2, 3].map((position) => ({ position, part: { kk: "Т", ru: "Т" }, kk: text })),
    answers: [],
  };
}

/** Timers that fire when the test says so. */
export class Clockwork {
  waiting = new Map();
  asked = [];
  #next = 1;

  set(run, ms) {
    this.asked.push(ms);
    this.waiting.set(this.#next, run);
    return this.#next++;
  }

  clear(timer) {
    this.waiting.delete(timer);
  }

  random() {
    return 0.5;
  }

  fire() {
    const due = [...this.waiting];
    this.waiting.clear();
    for (const [, run] of due) run();
  }
}

export class Stage {
  now = START_MS;
  accidents = [];
  requests = [];
  saved = [];
  put = [];
  stopped = [];
  statuses = [];
  generation = 1;

  static async set({ store = new MemoryStore(), server = null } = {}) {
    const stage = new Stage();
    stage.store = store;
    stage.server =
      server ??
      new PracticeServer({ state: bootstrap(), now: () => stage.now, wait: async () => {} });
    stage.clockwork = new Clockwork();
    stage.connection = new Connection({ moment: () => stage.now });
    stage.queue = new Queue({ store, seal: await Seal.from(KEY), attempt: ATTEMPT });
    await stage.queue.load();
    stage.sender = new Sender({
      attempt: ATTEMPT,
      queue: stage.queue,
      transport: stage.connection.listen(stage),
      fetchState: () => stage.state(),
      clockwork: stage.clockwork,
      tell: {
        adopted: () => {},
        saved: (receipts) => stage.saved.push(...receipts),
        status: (sender) => stage.statuses.push(sender.status),
        aside: (entries) => stage.put.push(...entries),
        stopped: (reason) => stage.stopped.push(reason),
      },
    });
    const state = await stage.state();
    await stage.sender.adopt(state);
    return stage;
  }

  async state() {
    const reply = await this.get("state");
    return reply.kind === "ok" ? reply.data : null;
  }

  useToken() {}

  get(path) {
    return this.#ask(path, () => this.server.get(path));
  }

  post(path, body) {
    return this.#ask(path, () => this.server.post(path, structuredClone(body)), body);
  }

  async #ask(path, ask, body = null) {
    this.requests.push({ path, body });
    const accident = path === "state" && this.accidents[0] !== "lost-state" ? null : this.next();
    if (accident === "lost" || accident === "lost-state") return { kind: "lost" };
    if (accident === "lost-after-commit") {
      await ask();
      return { kind: "lost" };
    }
    if (typeof accident === "object" && accident) return accident;
    if (typeof accident === "function") return accident(await ask());
    return ask();
  }

  next() {
    return this.accidents.shift() ?? null;
  }

  /** The candidate answers; the answer is stored and the sender told. */
  async choose(position, choice, { section = 0, flagged = false } = {}) {
    this.now += 10;
    const { entry, stored } = this.queue.add(
      { section, position, choice, flagged, answered_ms: this.now },
      { head: this.sender.head, generation: this.generation },
    );
    await stored;
    this.sender.nudge();
    return entry;
  }

  /** Let everything that can go on without a timer go on (hashing runs in threads of its own). */
  async calm() {
    for (let quiet = 0; quiet < 50; quiet += 1) {
      await this.turn();
      if (this.sender.status === "sending") quiet = 0;
    }
  }

  /** One turn of the event loop. */
  turn() {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  /** What the server has: "1b 2c", in the order of the receipts. */
  get onServer() {
    return this.server.receipts.map(({ position, choice }) => `${position}${choice}`).join(" ");
  }
}
