import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { countWords, kinds } from "../../web/static/js/modules/words.js";

// the same table stands in tests/law/test_words.py
const table = JSON.parse(await readFile(new URL("records/words.json", import.meta.url)));

for (const { text, words, case: name, times = 1 } of table.cases) {
  test(`${name}: ${words}`, () => assert.equal(countWords(text.repeat(times)), words));
}

table.ranges.forEach(([first, last], index) => {
  test(`characters ${first} to ${last} are of the kinds that the service knows`, () => {
    const points = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const found = points.map((point) => kinds(String.fromCodePoint(point)) || "-").join("");
    const hash = createHash("sha256").update(found).digest("hex");
    assert.equal(hash, table.kinds[index]);
  });
});

test("a long text is counted while one types", () => {
  const text = "бала-шаға, ".repeat(20_000);
  assert.equal(countWords(text), 20_000);
});
