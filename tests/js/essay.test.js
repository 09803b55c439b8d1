import assert from "node:assert/strict";
import { test } from "node:test";

import { Draft, pickUp } from "../../web/static/js/modules/essay-draft.js";
import { sender, wordOf } from "../../web/static/js/modules/essay.js";
import { DraftStore } from "../../web/static/js/modules/essay-store.js";

class Timers {
  #next = 0;
  #waiting = new Map();
  time = 0;

  set = (run, ms) => {
    this.#waiting.set(++this.#next, { run, at: this.time + ms });
    return this.#next;
  };
  clear = (timer) => this.#waiting.delete(timer);
  now = () => this.time;

  /** Let time pass; what is due runs in its order. */
  async pass(ms) {
    const until = this.time + ms;
    for (;;) {
      const due = [...this.#waiting].filter(([, one]) => one.at <= until);
      if (due.length === 0) break;
      const [timer, { run, at }] = due.sort(([, one], [, other]) => one.at - other.at)[0];
      this.#waiting.delete(timer);
      this.time = Math.max(this.time, at);
      run();
      await settled();
    }
    this.time = until;
    await settled();
  }
}

const settled = () => new Promise((done) => setImmediate(done));

function memory() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
    key: (at) => [...kept.keys()][at],
    get length() {
      return kept.size;
    },
  };
}

/** A server that saves as service/scoring/essays.save_text does, and can be out of reach. */
class Server {
  versions = [];
  mood = "well"; // "away": nothing arrives · "mute": it arrives, the reply does not

  send = async (text, after) => {
    if (this.mood === "away") return { kind: "lost" };
    const reply = this.save(text, after);
    return this.mood === "mute" ? { kind: "lost" } : reply;
  };

  save(text, after) {
    const newest = this.versions.length;
    if (newest && this.versions.at(-1) === text) return { kind: "saved", ordinal: newest };
    if (newest !== after) return { kind: "newer", ordinal: newest, text: this.versions.at(-1) };
    this.versions.push(text);
    return { kind: "saved", ordinal: newest + 1 };
  }
}

function page(server, storage, name) {
  const timers = new Timers();
  const store = new DraftStore({ storage, essay: "e", page: name, now: timers.now });
  const [ordinal, saved] = [server.versions.length, server.versions.at(-1) ?? ""];
  const picked = pickUp({ ordinal, text: saved }, store.leftovers());
  for (const one of picked.gone) store.forget(one);
  store.adopt(picked.adopted);
  const seen = [];
  const newer = [];
  const draft = new Draft({
    ordinal,
    text: saved,
    store,
    send: server.send,
    tell: { state: (one) => seen.push(one.state), newer: (one) => newer.push(one) },
    clock: timers,
  });
  if (picked.adopted.length) draft.type(picked.text);
  return { draft, timers, store, seen, newer, picked };
}

test("what is typed is saved when the writer rests, and no later than after 8 seconds", async () => {
  const server = new Server();
  const { draft, timers } = page(server, memory(), "a");
  draft.type("Бір");
  assert.equal(draft.state, "unsaved");
  await timers.pass(1200);
  assert.equal(draft.state, "saved");
  for (let second = 0; second < 9; second += 1) {
    draft.type(`Бір ${second}`);
    await timers.pass(1000);
  }
  assert.ok(server.versions.length >= 2);
});

test("a text typed without a connection survives the page and goes on its way", async () => {
  const server = new Server();
  const storage = memory();
  const first = page(server, storage, "a");
  first.draft.type("Бір");
  await first.timers.pass(2000);
  server.mood = "away";
  first.draft.type("Бір екі");
  await first.timers.pass(5000);
  assert.equal(first.draft.state, "lost");
  assert.ok(first.draft.isKept);
  // the page is closed here
  server.mood = "well";
  const second = page(server, storage, "b");
  assert.equal(second.draft.text, "Бір екі");
  assert.equal(second.draft.state, "unsaved");
  assert.equal(storage.length, 2);
  await second.timers.pass(2000);
  assert.equal(second.draft.state, "saved");
  assert.deepEqual(server.versions, ["Бір", "Бір екі"]);
  assert.equal(storage.length, 0);
});

test("a reply that is lost is not taken for another window", async () => {
  const server = new Server();
  const { draft, timers, newer } = page(server, memory(), "a");
  server.mood = "mute";
  draft.type("Бір");
  await timers.pass(1500);
  draft.type("Бір екі");
  server.mood = "well";
  await timers.pass(3000);
  assert.equal(draft.state, "saved");
  assert.deepEqual([newer, server.versions], [[], ["Бір", "Бір екі"]]);
});

test("another window's newer text is shown and not written over", async () => {
  const server = new Server();
  const storage = memory();
  const [one, other] = [page(server, storage, "a"), page(server, storage, "b")];
  other.draft.type("Екінші терезе");
  await other.timers.pass(1500);
  one.draft.type("Бірінші терезе");
  await one.timers.pass(60_000);
  assert.equal(one.draft.state, "newer");
  assert.deepEqual(one.newer, [{ ordinal: 1, text: "Екінші терезе" }]);
  one.draft.type("Бірінші терезе, тағы");
  await one.timers.pass(60_000);
  assert.deepEqual(server.versions, ["Екінші терезе"]);
  await one.draft.overrule(1, "Екінші терезе");
  assert.equal(one.draft.state, "saved");
  assert.deepEqual(server.versions, ["Екінші терезе", "Бірінші терезе, тағы"]);
  // and the other way round: the other window takes up what stands there
  other.draft.type("Екінші терезе, жалғасы");
  await other.timers.pass(1500);
  await other.draft.adopt(2, other.newer[0].text);
  assert.equal(other.draft.state, "saved");
  assert.equal(other.draft.text, "Бірінші терезе, тағы");
});

test("texts that do not fit the server's are offered, those that it has are forgotten", () => {
  const server = { ordinal: 4, text: "Сервердегі" };
  const left = (text, after, at, sent = []) => ({ text, after, at, sent, name: text, raw: "" });
  const found = pickUp(server, [left("Ескі", 2, 1), left("Сервердегі", 3, 2), left(" ", 4, 3)]);
  assert.equal(found.text, "Сервердегі");
  assert.deepEqual(found.offers.map((one) => one.text), ["Ескі"]);
  assert.deepEqual(found.gone.map((one) => one.text), ["Сервердегі", " "]);
  assert.equal(pickUp(server, [left("Жалғасы", 3, 1, ["Сервердегі"])]).text, "Жалғасы");
  assert.equal(pickUp(server, [left("а", 4, 1), left("б", 4, 2)]).offers.length, 2);
});

test("where the browser keeps nothing, the page says so", async () => {
  const server = new Server();
  server.mood = "away";
  const storage = memory();
  storage.setItem = () => {
    throw new Error("full");
  };
  const { draft, timers } = page(server, storage, "a");
  draft.type("Бір");
  await timers.pass(2000);
  assert.deepEqual([draft.state, draft.isKept], ["lost", false]);
});

test("what the server answers is told apart", async () => {
  const answers = (status, body) => async () => new Response(body, { status });
  const kinds = async (fetch) => {
    const { kind, code } = await sender("/", "t", fetch)("а", 0);
    return [kind, code];
  };
  assert.deepEqual(await kinds(answers(200, '{"code":"saved"}')), ["saved", "saved"]);
  assert.deepEqual(await kinds(answers(409, '{"code":"newer"}')), ["newer", "newer"]);
  assert.deepEqual(await kinds(answers(409, '{"code":"over"}')), ["stopped", "over"]);
  assert.deepEqual(await kinds(answers(401, "{}")), ["stopped", "signed-out"]);
  assert.deepEqual(await kinds(answers(403, "{}")), ["stopped", "refused"]);
  assert.deepEqual(await kinds(answers(200, "<html>")), ["lost", undefined]);
  assert.deepEqual(await kinds(answers(503, "{}")), ["lost", undefined]);
  assert.deepEqual(await kinds(answers(429, "{}")), ["lost", undefined]);
  assert.deepEqual(await kinds(() => Promise.reject(new TypeError())), ["lost", undefined]);
});

test("the word for a state says saved only where the server has it", () => {
  const words = [
    [{ state: "saved", ordinal: 0 }, "nothing"],
    [{ state: "saved", ordinal: 2 }, "saved"],
    [{ state: "lost", isKept: true }, "kept"],
    [{ state: "lost", isKept: false }, "only-here"],
    [{ state: "newer" }, "newer"],
  ];
  for (const [draft, word] of words) assert.equal(wordOf(draft), word);
});

test("when the time is over nothing is sent any more", async () => {
  const server = new Server();
  const { draft, timers, seen } = page(server, memory(), "a");
  server.send = async () => ({ kind: "stopped", code: "over" });
  const other = new Draft({
    ordinal: 0,
    text: "",
    store: { put: () => true, drop: () => {} },
    send: server.send,
    tell: { state: () => {}, newer: () => {} },
    clock: timers,
  });
  other.type("кеш");
  assert.equal(await other.flush(), false);
  assert.equal(other.state, "over");
  other.type("кеш тағы");
  await timers.pass(60_000);
  assert.equal(other.state, "over");
  draft.type("а");
  assert.equal(await draft.flush(), true);
  assert.equal(seen.at(-1), "saved");
});
