import assert from "node:assert/strict";
import { test } from "node:test";

import { NoSum, count, pressed, shown, written } from "../../web/static/js/modules/calculator.js";

const sum = (text) => shown(count(text)).text.replaceAll("\u00a0", " ");

for (const [text, expected] of [
  ["1 + 2 × 3", "7"],
  ["(1 + 2) × 3", "9"],
  ["10 − 2 − 3", "5"],
  ["100 ÷ 10 ÷ 5", "2"],
  ["1250 × 12 %", "150"],
  ["50% %", "0,005"],
  ["0,1 + 0,2", "0,3"],
  ["1.5*2", "3"],
  ["−5 + 2", "−3"],
  ["2 × −3", "−6"],
  ["−(2 − 5)", "3"],
  ["1234567 × 10", "12 345 670"],
  ["1 ÷ 3", "0,33333333333"],
  ["2 ÷ 3", "0,66666666667"],
  ["(420 − 380) ÷ 380 × 100", "10,5263157895"],
  [",5 + 5,", "5,5"],
  ["7", "7"],
]) {
  test(`${text} is ${expected}`, () => assert.equal(sum(text), expected));
}

for (const [text, code] of [
  ["", "unfinished"],
  ["1 +", "unfinished"],
  ["(1 + 2", "unfinished"],
  ["1 2 ) 3", "unfinished"],
  ["× 3", "unfinished"],
  ["1,2,3", "unfinished"],
  [",", "unfinished"],
  ["5 ÷ 0", "zero"],
  ["5 ÷ (2 − 2)", "zero"],
]) {
  test(`"${text}" cannot be counted: ${code}`, () => {
    assert.throws(() => count(text), (fault) => fault instanceof NoSum && fault.code === code);
  });
}

test("what is rounded is told from what is exact", () => {
  assert.equal(shown(count("1 ÷ 3")).isExact, false);
  assert.equal(shown(count("1 ÷ 8")).isExact, true);
});

test("a third three times is one", () => assert.equal(sum("1 ÷ 3 × 3"), "1"));

test("only the signs of a sum are taken, in one way of writing", () => {
  assert.equal(written("12*3/4-5.5 alert(1)"), "12×3÷4−5,5(1)");
  assert.equal(written("х".repeat(3)), "×××");
});

test("keys write, go on from an answer, and take back", () => {
  let line = { text: "", isResult: false };
  for (const key of ["1", "2", "+"]) line = pressed(line, key);
  assert.deepEqual(line, { text: "12+", isResult: false });
  assert.equal(pressed(line, "back").text, "12");
  assert.equal(pressed(line, "clear").text, "");
  const answer = { text: "15", isResult: true };
  assert.equal(pressed(answer, "+").text, "15+");
  assert.equal(pressed(answer, "7").text, "7");
  assert.equal(pressed(answer, "%").text, "15%");
});

test("a sum without end is refused", () => {
  const long = `${"9".repeat(20)}${"×".padEnd(21, "9").repeat(4)}`;
  assert.ok(written(`${long}${long}`).length <= 120);
});
