import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue, settledBy, wire } from "../../web/static/js/player/queue.js";
import { Seal, fromBase64, sealedFile } from "../../web/static/js/player/sealed.js";
import { MemoryStore } from "../../web/static/js/player/store.js";
import { ATTEMPT, KEY, START_MS, Stage } from "./sending.js";

const HEAD = { seq: 4, hash: "aa", mac: "bb" };
const MARK = { head: HEAD, generation: 1 };

function answer(position, choice, at) {
  return { section: 0, position, choice, flagged: false, answered_ms: START_MS + at };
}

async function queueOn(store) {
  const queue = new Queue({ store, seal: await Seal.from(KEY), attempt: ATTEMPT });
  await queue.load();
  return queue;
}

test("entries are numbered after the head, in the order they were given", async () => {
  const queue = await queueOn(new MemoryStore());
  const added = [queue.add(answer(1, "a", 1), MARK), queue.add(answer(2, "b", 2), MARK)];
  assert.deepEqual(queue.batch(50), []); // not stored yet: not to be sent
  await Promise.all(added.map(({ stored }) => stored));
  assert.deepEqual(queue.batch(50).map(wire), [
    { seq: 5, ...answer(1, "a", 1) },
    { seq: 6, ...answer(2, "b", 2) },
  ]);
});

test("two answers in the same millisecond keep their order", async () => {
  const queue = await queueOn(new MemoryStore());
  queue.add(answer(1, "a", 1), MARK);
  const { entry } = queue.add(answer(1, "b", 1), MARK);
  assert.equal(entry.answered_ms, START_MS + 2);
});

test("what lies in the store tells nobody what was answered", async () => {
  const store = new MemoryStore();
  const queue = await queueOn(store);
  await queue.add(answer(3, "c", 1), MARK).stored;
  const [row] = await store.all();
  assert.deepEqual(Object.keys(row).sort(), [
    "aside",
    "attempt",
    "data",
    "exported",
    "iv",
    "place",
    "seq",
  ]);
  assert.ok(!new TextDecoder().decode(row.data).includes("choice"));
});

test("after a reload the queue is as it was", async () => {
  const store = new MemoryStore();
  const before = await queueOn(store);
  await before.add(answer(1, "a", 1), MARK).stored;
  await before.add(answer(2, null, 2), MARK).stored;
  const after = await queueOn(store);
  assert.deepEqual(after.batch(50).map(wire), before.batch(50).map(wire));
});

test("rows sealed with another key are left alone", async () => {
  const store = new MemoryStore();
  await (await queueOn(store)).add(answer(1, "a", 1), MARK).stored;
  const key = btoa("k".repeat(32));
  const stranger = new Queue({ store, seal: await Seal.from(key), attempt: ATTEMPT });
  await stranger.load();
  assert.deepEqual(stranger.pending, []);
  assert.equal((await store.all()).length, 1);
});

test("a batch holds one section only", async () => {
  const queue = await queueOn(new MemoryStore());
  await queue.add(answer(1, "a", 1), MARK).stored;
  await queue.add({ ...answer(1, "b", 2), section: 1 }, MARK).stored;
  assert.equal(queue.batch(50).length, 1);
});

test("a store that fails keeps nobody from sending", async () => {
  const store = new MemoryStore();
  store.add = async () => {
    throw new Error("no space");
  };
  const queue = await queueOn(store);
  await queue.add(answer(1, "a", 1), MARK).stored;
  assert.equal(queue.batch(50).length, 1);
  assert.equal(queue.isLasting, false);
  await queue.settle(queue.pending);
  assert.deepEqual(queue.pending, []);
});

const STATE = { section: 0, generation: 1, head: HEAD, answers: [] };
const ENTRY = { ...answer(1, "a", 10), seq: 3, generation: 1 };
const known = (at, choice = "d") => [
  { position: 1, choice, flagged: false, answered_ms: START_MS + at },
];

for (const [name, state, expected] of [
  ["the same answer is on the server", { answers: known(10, "a") }, true],
  ["the same, its time moved back by the server", { answers: known(8, "a") }, true],
  ["the server has an older answer", { answers: known(9) }, false],
  ["a newer one, from another device", { answers: known(11) }, true],
  ["no answer to this question", {}, false],
  ["an ended section, our own number", { section: 1 }, true],
  ["an ended section, number not reached", { section: 1, head: { seq: 2 } }, false],
  ["an ended section, another generation", { section: 1, generation: 2 }, false],
  ["no times in the state, our own number", { answers: [{ position: 1, choice: "d" }] }, true],
]) {
  test(`does the server have it already: ${name}`, () => {
    assert.equal(settledBy({ ...STATE, ...state }, [ENTRY]).length === 1, expected);
  });
}

test("with the last answer to a question those before it are settled too", () => {
  const changed = { ...ENTRY, choice: "b", answered_ms: START_MS + 12, seq: 4 };
  const state = { ...STATE, answers: known(9, "b") }; // both times moved back by the server
  assert.equal(settledBy(state, [ENTRY, changed]).length, 2);
});

test("numbered anew after another device went on: nothing doubled, nothing lost", async () => {
  const queue = await queueOn(new MemoryStore());
  await queue.add(answer(1, "a", 1), MARK).stored; // saved, response lost
  await queue.add(answer(2, "b", 2), MARK).stored; // not saved
  await queue.add(answer(3, "c", 3), MARK).stored; // not saved, answered newer elsewhere
  await queue.renumber({
    section: 0,
    generation: 3,
    head: { seq: 9 },
    answers: [
      { position: 1, answered_ms: START_MS + 1 },
      { position: 3, answered_ms: START_MS + 500 },
    ],
  });
  assert.deepEqual(
    queue.pending.map(({ seq, position }) => [seq, position]),
    [[10, 2]],
  );
});

test("new numbers survive a reload", async () => {
  const store = new MemoryStore();
  const queue = await queueOn(store);
  await queue.add(answer(1, "a", 1), MARK).stored;
  await queue.renumber({ ...STATE, head: { seq: 20 }, generation: 2 });
  assert.equal((await queueOn(store)).pending[0].seq, 21);
});

test("numbered anew while the row is still being written", async () => {
  const store = new MemoryStore();
  const queue = await queueOn(store);
  const { stored } = queue.add(answer(1, "a", 1), MARK);
  await queue.renumber({ ...STATE, head: { seq: 20 }, generation: 2 });
  await stored;
  assert.equal((await queueOn(store)).pending[0].seq, 21);
});

test("the sealed file opens with the key and holds everything unsent", async () => {
  const seal = await Seal.from(KEY);
  const entries = [answer(1, "a", 1), answer(2, null, 2)];
  const file = await sealedFile({ seal, attempt: ATTEMPT, entries, head: HEAD, madeMs: 99 });
  assert.equal(file.name, `synaq-answers-${ATTEMPT}.sealed.json`);
  const { format, attempt, iv, data } = JSON.parse(file.text);
  assert.deepEqual([format, attempt], ["synaq-sealed-1", ATTEMPT]);
  assert.deepEqual(await seal.open({ iv: fromBase64(iv), data: fromBase64(data) }), {
    answers: [
      { ...answer(1, "a", 1), seq: 5 },
      { ...answer(2, null, 2), seq: 6 },
    ],
    head: HEAD,
    made_ms: 99,
  });
});

test("a reload with unsent answers delivers them in the next page", async () => {
  const before = await Stage.set();
  before.accidents = ["lost", "lost-after-commit"];
  await before.choose(1, "a");
  await before.choose(2, "b");
  await before.calm();
  before.sender.nudge({ now: true }); // both saved, response lost
  await before.calm();
  before.accidents = ["lost"];
  await before.choose(3, "c");
  before.sender.stop();
  await before.calm();
  const after = await Stage.set({ store: before.store, server: before.server });
  after.sender.nudge();
  await after.calm();
  assert.equal(after.onServer, "1a 2b 3c");
  assert.deepEqual(await after.store.all(), []);
});
