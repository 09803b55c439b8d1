import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { bytes, faultsOf, firstHash } from "../../web/static/js/modules/receipts.js";

// made by the service itself: tests/make_records.py
const made = JSON.parse(await readFile(new URL("records/receipts.json", import.meta.url)));
const KEY = made.public_key;
const changed = (change) => {
  const content = structuredClone(made);
  change(content);
  return content;
};

test("a whole chain has no fault", async () => {
  assert.deepEqual(await faultsOf(made, KEY), []);
});

test("an empty chain has no fault", async () => {
  assert.deepEqual(await faultsOf(changed((one) => (one.receipts = [])), KEY), []);
});

test("the first receipt builds on the draw", async () => {
  assert.equal(await firstHash(made.attempt, made.draw_commitment), made.receipts[0].prev);
});

test("a changed choice is named", async () => {
  const content = changed(({ receipts }) => (receipts[6].choice = "a"));
  assert.deepEqual(await faultsOf(content, KEY), [{ code: "hash", place: 7 }]);
});

test("a receipt taken out is noticed from there on", async () => {
  const content = changed(({ receipts }) => receipts.splice(4, 1));
  const faults = await faultsOf(content, KEY);
  assert.deepEqual(faults[0], { code: "number", place: 5, found: 6 });
  assert.deepEqual(faults[1], { code: "hash", place: 5 });
});

test("a forged signature is named", async () => {
  const content = changed(({ receipts }) => (receipts[2].signature = receipts[3].signature));
  assert.deepEqual(await faultsOf(content, KEY), [{ code: "signature", place: 3 }]);
});

test("another key than the service's is named", async () => {
  const faults = await faultsOf(changed((one) => (one.public_key = "00".repeat(32))), KEY);
  assert.deepEqual(faults, [{ code: "key" }]);
});

test("an unreadable receipt ends the reading of the chain", async () => {
  const content = changed(({ receipts }) => delete receipts[1].position);
  assert.deepEqual(await faultsOf(content, KEY), [{ code: "field", place: 2 }]);
});

test("what is no file of receipts is refused", async () => {
  for (const content of [null, [], 7, "text", {}]) {
    assert.deepEqual(await faultsOf(content, KEY), [{ code: "format" }]);
  }
  const noList = changed((one) => (one.receipts = { 0: made.receipts[0] }));
  assert.deepEqual(await faultsOf(noList, KEY), [{ code: "list" }]);
});

test("hex is read strictly", () => {
  assert.deepEqual(bytes("00ff"), Uint8Array.of(0, 255));
  for (const wrong of ["0", "zz", null, 7]) assert.equal(bytes(wrong), null);
});
