import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import {
  canonicalEntries,
  drawLot,
  faultsOf,
  lotCommitment,
} from "../../web/static/js/modules/lot.js";

// made by the service itself: tests/make_records.py
const made = JSON.parse(await readFile(new URL("records/lot.json", import.meta.url)));
const changed = (values) => ({ ...structuredClone(made), ...values });
const codes = async (values) => (await faultsOf(changed(values))).map(({ code }) => code);

test("the browser draws the order that the service drew", async () => {
  assert.deepEqual(await drawLot(made), made.order);
});

test("a sound record has no fault", async () => {
  assert.deepEqual(await faultsOf(made), []);
});

test("the commitment is the hash of nonce and seed", async () => {
  assert.equal(await lotCommitment(made.seed, made.nonce), made.commitment);
});

test("entries stand in the order of their bytes", () => {
  assert.deepEqual(canonicalEntries(["b", "a-1", "Z", "a:1", "0"]), ["0", "Z", "a-1", "a:1", "b"]);
  assert.deepEqual(canonicalEntries(made.entries), made.entries);
});

for (const [name, values] of [
  ["seed", { seed: "11".repeat(32) }],
  ["nonce", { nonce: "11".repeat(16) }],
]) {
  test(`another ${name} does not fit the commitment and gives another order`, async () => {
    const found = await codes(values);
    assert.equal(found[0], "commitment");
    assert.ok(found.includes("place"));
  });
}

for (const [name, values] of [
  ["another purpose", { purpose: "tie" }],
  ["another subject", { subject: "competition:2" }],
  ["another number of picks", { picks: 4 }],
  ["no public words", { public: [] }],
]) {
  test(`${name} gives another order`, async () => {
    const found = await codes(values);
    assert.ok(found.length > 0 && found.every((code) => code === "place"));
  });
}

for (const [name, values, expected] of [
  ["another version", { version: "synaq-lot/2" }, [{ code: "version", name: "synaq-lot/1" }]],
  ["no order", { order: undefined }, [{ code: "missing", name: "order" }]],
  ["an order that is no list", { order: "a" }, [{ code: "broken", why: "order" }]],
  ["a short seed", { seed: "00" }, [{ code: "broken", why: "seed" }]],
  ["a nonce with blanks", { nonce: "0 ".repeat(16) }, [{ code: "broken", why: "nonce" }]],
  ["entries out of order", { entries: ["b", "a"] }, [{ code: "broken", why: "entries" }]],
  ["an entry that stands twice", { entries: ["a", "a"] }, [{ code: "broken", why: "entries" }]],
  ["an entry that is no name", { entries: ["ә"] }, [{ code: "broken", why: "entries" }]],
  ["a word without text", { public: [["a"]] }, [{ code: "broken", why: "public" }]],
  ["half of a character", { public: [["a", "\ud800"]] }, [{ code: "broken", why: "public" }]],
  ["too many picks", { picks: 13 }, [{ code: "broken", why: "picks" }]],
  ["no picks", { picks: 0 }, [{ code: "broken", why: "picks" }]],
  ["no time zone", { fixed_at: "2026-11-25T13:30:00" }, [{ code: "broken", why: "fixed_at" }]],
  ["a text for a number", { subject: 5 }, [{ code: "broken", why: "subject" }]],
]) {
  test(`${name} is told`, async () => {
    assert.deepEqual(await faultsOf(changed(values)), expected);
  });
}

test("entries that were fixed before the commitment are told", async () => {
  assert.deepEqual(await codes({ fixed_at: "2026-11-23T03:59:59+00:00" }), ["moments"]);
});

test("an order that is too short is told, and what it holds is compared", async () => {
  const [count, ...rest] = await faultsOf(changed({ order: [made.order[1]] }));
  assert.deepEqual(count, { code: "count", found: 1, drawn: 12 });
  assert.deepEqual(rest, [
    { code: "place", place: 1, found: made.order[1], drawn: made.order[0] },
  ]);
});

test("what is no record is told", async () => {
  for (const content of [null, 5, "a", []]) {
    assert.equal((await faultsOf(content))[0].code, "version");
  }
});
