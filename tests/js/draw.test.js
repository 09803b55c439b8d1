import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Stream, commitment, drawPaper, faultsOf, pick } from "../../web/static/js/modules/draw.js";

// made by the service itself: tests/make_records.py
const made = JSON.parse(await readFile(new URL("records/draw.json", import.meta.url)));
const record = () => structuredClone(made);
const codes = async (changed) => (await faultsOf(changed)).map(({ code }) => code);

test("the browser draws the paper that the service drew", async () => {
  assert.deepEqual(await drawPaper(made), made.paper);
});

test("a sound record has no fault", async () => {
  assert.deepEqual(await faultsOf(made), []);
});

test("the commitment is the hash of the seed", async () => {
  assert.equal(await commitment(made.seed), made.commitment);
});

test("a stream begins as described: SHA-256 of seed, hash of inputs and block number", async () => {
  const stream = await Stream.of(made.seed, "any text, even Қазақша");
  const numbers = [];
  for (let i = 0; i < 12; i++) numbers.push(await stream.below(7));
  assert.deepEqual(numbers, [3, 3, 4, 0, 1, 4, 0, 2, 3, 2, 2, 5]);
});

test("a stream does not go on for ever for a record that keeps it busy", async () => {
  const stream = await Stream.of(made.seed, "x", 2);
  await stream.below(7);
  await stream.below(7);
  await assert.rejects(stream.below(7), RangeError);
});

test("picking all of a list is shuffling it", async () => {
  const stream = await Stream.of(made.seed, "y");
  const shuffled = await pick(stream, [..."abcdefgh"], 8);
  assert.equal(shuffled.join("").length, 8);
  assert.deepEqual(shuffled.toSorted(), [..."abcdefgh"]);
});

test("another word of the candidate gives another paper", async () => {
  const changed = record();
  changed.candidate_word = "алмұрт";
  assert.ok((await codes(changed)).every((code) => code === "question"));
  assert.ok((await faultsOf(changed)).length > 40);
});

test("another seed does not fit the commitment", async () => {
  const changed = record();
  changed.seed = changed.seed.replace("00", "01");
  assert.equal((await codes(changed))[0], "commitment");
});

test("another blueprint is not the one that the record names", async () => {
  const changed = record();
  changed.blueprint.section_band = 11;
  assert.equal((await codes(changed))[0], "blueprint");
});

test("an exchanged question is named with what the draw gives", async () => {
  const changed = record();
  const { item, order } = made.paper[1].items[4];
  changed.paper[1].items[4].item = "CONST-999@1";
  assert.deepEqual(await faultsOf(changed), [
    {
      code: "question",
      section: "legislation",
      place: 5,
      found: `CONST-999@1 (${order})`,
      drawn: `${item} (${order})`,
    },
  ]);
});

test("a question too few is noticed", async () => {
  const changed = record();
  changed.paper[0].items.pop();
  assert.deepEqual(await faultsOf(changed), [
    { code: "count", section: "state-language", found: 19, drawn: 20 },
  ]);
});

for (const [name, change, code] of [
  ["a lot", (one) => (delete one.algorithm, (one.version = "synaq-lot/1")), "lot"],
  ["another algorithm", (one) => (one.algorithm = "synaq-draw/1"), "algorithm"],
  ["no seed", (one) => delete one.seed, "missing"],
  ["a short seed", (one) => (one.seed = "00"), "broken"],
  ["no bands", (one) => delete one.blueprint.act_band, "missing"],
  ["a pool out of order", (one) => one.blueprint.pools[0].items.reverse(), "broken"],
  ["a question twice in a pool", (one) => one.blueprint.pools[0].items.push(["LANG-040@1", "a", 1]), "broken"],
  ["more drawn than there are", (one) => (one.blueprint.pools[0].count = 41), "broken"],
  ["a difficulty that is no number", (one) => (one.blueprint.pools[0].items[0][2] = "x"), "broken"],
  ["enemies that are no pairs", (one) => one.blueprint.enemies.push(["LANG-001@1"]), "broken"],
  ["more pools than a programme has", (one) => one.blueprint.pools.push(...Array(100).fill(one.blueprint.pools[0])), "broken"],
  ["sections in another order", (one) => one.paper.reverse(), "sections"],
]) {
  test(`a record is refused: ${name}`, async () => {
    const changed = record();
    change(changed);
    assert.deepEqual(await codes(changed), [code]);
  });
}

test("what is no record at all is refused", async () => {
  for (const content of [null, [], 7, "text", {}]) {
    assert.deepEqual(await codes(content), ["algorithm"]);
  }
});
