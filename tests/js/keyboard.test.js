import assert from "node:assert/strict";
import { test } from "node:test";

import { command } from "../../web/static/js/player/keyboard.js";

const radio = { type: "radio" };

for (const [name, press, expected] of [
  ["1 chooses the first", { code: "Digit1", key: "1" }, ["choose", "a"]],
  ["ә on a Kazakh layout stands where 2 does", { code: "Digit2", key: "ә" }, ["choose", "b"]],
  ["the number pad chooses too", { code: "Numpad4", key: "4" }, ["choose", "d"]],
  ["c chooses the third", { code: "KeyC", key: "c" }, ["choose", "c"]],
  ["с on a Russian layout too", { code: "KeyC", key: "с" }, ["choose", "c"]],
  ["→ goes on, also from an option", { code: "ArrowRight", target: radio }, ["move", 1]],
  ["p goes back", { code: "KeyP", key: "p" }, ["move", -1]],
  ["f flags", { code: "KeyF", key: "а" }, ["flag"]],
  ["l changes the language", { code: "KeyL", key: "д" }, ["language"]],
  ["? helps", { code: "Digit7", key: "?", shiftKey: true }, ["help"]],
  ["5 is nothing", { code: "Digit5", key: "5" }, null],
  ["a shortcut of the browser is not ours", { code: "KeyF", key: "f", ctrlKey: true }, null],
  ["capital letters are not ours", { code: "KeyA", key: "A", shiftKey: true }, null],
  ["who writes is left in peace", { code: "KeyA", key: "a", target: { type: "textarea" } }, null],
  ["a key held down does not flag again and again", { code: "KeyF", key: "f", repeat: true }, null],
  ["a key held down moves on", { code: "KeyN", key: "n", repeat: true }, ["move", 1]],
]) {
  test(name, () => {
    assert.deepEqual(command(press), expected);
  });
}

for (const [name, press, expected] of [
  ["a letter marks the most effective course", { code: "KeyB", key: "b" }, ["choose", "b"]],
  ["Shift the least", { code: "KeyB", key: "B", shiftKey: true }, ["choose", "b", 1]],
  ["also with the digits' row", { code: "Digit3", key: "#", shiftKey: true }, ["choose", "c", 1]],
  ["Shift moves nowhere", { code: "KeyN", key: "N", shiftKey: true }, null],
  ["held down it marks once", { code: "KeyB", key: "B", shiftKey: true, repeat: true }, null],
]) {
  test(`in a situation ${name}`, () => {
    assert.deepEqual(command(press, { marks: 2 }), expected);
  });
}

test("letters can be switched off, arrows stay", () => {
  const off = { letters: false };
  assert.equal(command({ code: "KeyA", key: "a" }, off), null);
  assert.equal(command({ code: "Digit7", key: "?" }, off), null);
  assert.deepEqual(command({ code: "ArrowLeft", key: "ArrowLeft" }, off), ["move", -1]);
});
