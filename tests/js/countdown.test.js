import assert from "node:assert/strict";
import { test } from "node:test";

import {
  clockFace,
  isHeard,
  secondsLeft,
  spokenTime,
} from "../../web/static/js/modules/countdown.js";

const TEXTS = { said: "Time left: {time}", minutes: "{n} min", seconds: "{n} s" };

test("part of a second still counts as one", () => {
  assert.equal(secondsLeft(10_000, 8_999), 2);
  assert.equal(secondsLeft(10_000, 9_000), 1);
});

test("no time is left at the moment and after it", () => {
  assert.equal(secondsLeft(10_000, 10_000), 0);
  assert.equal(secondsLeft(10_000, 99_000), 0);
});

test("the server's clock decides, not the device's", () => {
  assert.equal(secondsLeft(10_000, 2_000, 5_000), 3);
});

test("the face shows minutes and seconds, hours only where there are any", () => {
  assert.deepEqual([0, 9, 65, 3_599, 3_605].map(clockFace), [
    "0:00",
    "0:09",
    "1:05",
    "59:59",
    "1:00:05",
  ]);
});

test("screen readers hear each minute, each ten seconds of the last one, and the end", () => {
  const heard = [];
  for (let left = 180; left >= 0; left -= 1) {
    if (isHeard(left + 1, left)) heard.push(left);
  }
  assert.deepEqual(heard, [180, 120, 60, 50, 40, 30, 20, 10, 0]);
});

test("a tab that slept says the time when it wakes", () => {
  assert.equal(isHeard(300, 155), true);
  assert.equal(isHeard(170, 155), false);
});

test("words are minutes until the last one", () => {
  assert.equal(spokenTime(120, TEXTS), "Time left: 2 min");
  assert.equal(spokenTime(60, TEXTS), "Time left: 60 s");
  assert.equal(spokenTime(10, TEXTS), "Time left: 10 s");
});
