import assert from "node:assert/strict";
import { test } from "node:test";

import { filled } from "../../web/static/js/modules/localcheck.js";

test("a sentence takes its values by name", () => {
  assert.equal(filled("Receipt {place}: number {found}.", { place: 3, found: 5 }), "Receipt 3: number 5.");
});

test("a name without a value stays as it is", () => {
  assert.equal(filled("{n} receipts", {}), "{n} receipts");
});
