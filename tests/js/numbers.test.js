import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { faultsOf, numberSeed } from "../../web/static/js/modules/draw.js";

// made by the service itself: tests/make_records.py
const made = JSON.parse(await readFile(new URL("records/ability.json", import.meta.url)));
const codes = async (change) => {
  const changed = structuredClone(made);
  change(changed);
  return (await faultsOf(changed)).map(({ code, place }) => (place ? `${code} ${place}` : code));
};

test("a paper of number questions repeats, and each seed follows from the paper's", async () => {
  assert.deepEqual(await faultsOf(made), []);
  for (const { item, seed } of made.numbers.items) {
    assert.equal(await numberSeed(made, item), seed);
  }
});

for (const [name, change, expected] of [
  ["another seed", (one) => (one.numbers.items[3].seed = "0".repeat(64)), ["number 4"]],
  ["another generator", (one) => (one.numbers.items[0].item = "NUM-NONE@1"), ["number 1"]],
  ["a question left out", (one) => one.numbers.items.pop(), ["numbers"]],
  ["none named", (one) => delete one.numbers, ["numbers"]],
  ["no list", (one) => (one.numbers.items = "many"), ["numbers"]],
  ["another algorithm", (one) => (one.numbers.algorithm = "x/1"), ["numbers"]],
]) {
  test(`a record is refused: ${name}`, async () => {
    assert.deepEqual(await codes(change), expected);
  });
}

test("a paper without number questions may not name any", async () => {
  const changed = (one) => {
    for (const pool of one.blueprint.pools) pool.act = "numbers";
    for (const { items } of one.paper) for (const item of items) item.act = "numbers";
  };
  const found = await codes(changed);
  assert.ok(found.includes("blueprint"));
});
