// The practice run's server: it lives in the page, keeps nothing, and behaves as the real one –
// receipts, clock, closing, exactly once – so that what people learn there is true later.

import { canonical, sha256 } from "./chain.js";

const ANSWER_WAY_MS = 250; // so that "saving…" can be seen
const LATENCY_MS = 5000;
const NO_SIGNATURE = "0".repeat(128);

export class PracticeServer {
  #state;
  #now;
  #wait;
  #receipts = [];
  #isCut = false;

  /** `state`: the practice bootstrap; `now()`: milliseconds since 1970; `wait(ms)`: a promise. */
  constructor({ state, now = Date.now, wait = pause }) {
    this.#state = structuredClone(state);
    this.#now = now;
    this.#wait = wait;
    this.#state.answers ??= [];
    this.#state.messages ??= [];
    this.#state.head ??= { seq: 0, hash: "0".repeat(64), mac: "" };
    this.paper = this.#state.paper;
    const open = this.#state.sections[this.#state.section];
    if (open) this.#open(open);
  }

  /** Pretend that the connection is gone, or back. */
  cut(isCut) {
    this.#isCut = isCut;
  }

  /** A message as an administrator would send it. */
  say(id, text) {
    this.#state.messages.push({ id, at_ms: this.#now(), text, seen: false });
    this.#state.told += 1;
  }

  get receipts() {
    return this.#receipts;
  }

  useToken() {}

  async get(path) {
    return this.#answer(path, null);
  }

  async post(path, body) {
    return this.#answer(path, body);
  }

  async #answer(path, body) {
    await this.#wait(ANSWER_WAY_MS);
    if (this.#isCut) return { kind: "lost" };
    this.#settle();
    const known = {
      state: () => this.#whole(),
      answers: () => this.#save(body),
      heartbeat: () => this.#beat(),
      section: () => this.#section(body),
      finish: () => this.#finish(),
      event: () => ok({ now_ms: this.#now() }),
      seen: () => this.#seen(body),
    };
    return known[path]();
  }

  #whole() {
    return ok({ ...structuredClone(this.#state), now_ms: this.#now() });
  }

  #beat() {
    const { phase, section, told, generation, sections } = this.#state;
    const deadline = section === null ? null : sections[section].deadline_ms;
    return ok({ now_ms: this.#now(), phase, section, deadline_ms: deadline, told, generation });
  }

  async #save({ head, answers }) {
    const first = answers[0].seq;
    const before = this.#receipts[first - 2];
    const expected = before ? before.hash : "0".repeat(64);
    if (head.seq !== first - 1 || head.hash !== expected || first > this.#receipts.length + 1) {
      return refused("out-of-step");
    }
    const section = this.#state.sections[answers[0].section];
    const fresh = answers.filter((answer) => answer.seq > this.#receipts.length);
    const isLate = fresh.some((answer) => answer.answered_ms > section.deadline_ms);
    if (fresh.length > 0 && (section.closes_ms < this.#now() || isLate)) return refused("closed");
    for (const answer of fresh) await this.#append(answer);
    const receipts = this.#receipts.slice(first - 1, first - 1 + answers.length);
    const { seq, hash } = receipts.at(-1);
    return ok({ receipts, head: { seq, hash, mac: "" }, now_ms: this.#now() });
  }

  async #append(answer) {
    const prev = this.#receipts.at(-1)?.hash ?? "0".repeat(64);
    const receipt = { ...answer, received_ms: this.#now(), prev, signature: NO_SIGNATURE };
    receipt.hash = globalThis.crypto?.subtle
      ? await sha256(canonical(this.#state.attempt, receipt, prev))
      : String(receipt.seq).padStart(64, "0");
    this.#receipts.push(receipt);
    this.#state.head = { seq: receipt.seq, hash: receipt.hash, mac: "" };
    const others = this.#state.answers.filter((known) => known.position !== answer.position);
    this.#state.answers = [...others, receipt];
  }

  #section({ start, finish }) {
    const { section, sections, phase } = this.#state;
    if (finish !== undefined && finish === section) this.#end();
    else if (start !== undefined && phase !== "open" && sections[start]?.status === "waiting") {
      this.#state.section = start;
      this.#open(sections[start]);
    }
    return this.#whole();
  }

  #finish() {
    if (this.#state.section !== null) this.#end();
    this.#state.phase = "finished";
    return this.#whole();
  }

  #seen({ message }) {
    const found = this.#state.messages.find((known) => known.id === message);
    if (found) found.seen = true;
    return ok({ now_ms: this.#now() });
  }

  #open(section) {
    section.status = "open";
    section.deadline_ms = this.#now() + section.minutes * 60_000;
    section.closes_ms = section.deadline_ms + LATENCY_MS;
    Object.assign(this.#state, { phase: "open", break_until_ms: null, answers: [] });
    this.#state.paper = this.paper;
    this.#state.told += 1;
  }

  #end() {
    const { sections, section } = this.#state;
    sections[section].status = "ended";
    sections[section].closes_ms = Math.min(this.#now(), sections[section].closes_ms);
    const isLast = section === sections.length - 1;
    Object.assign(this.#state, { section: null, paper: [], answers: [] });
    this.#state.phase = isLast ? "finished" : "between";
    this.#state.break_until_ms = isLast ? null : this.#now() + 60_000;
    this.#state.told += 1;
  }

  #settle() {
    const { section, sections, phase, break_until_ms: until } = this.#state;
    if (phase === "open" && sections[section].deadline_ms <= this.#now()) this.#end();
    if (phase === "between" && until <= this.#now()) {
      this.#section({ start: sections.findIndex((known) => known.status === "waiting") });
    }
  }
}

function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function ok(data) {
  return { kind: "ok", data };
}

function refused(code) {
  return { kind: "refused", status: 409, code, data: { code } };
}
