import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock, isSpoken, spokenTime, timeOfDay } from "../../web/static/js/player/clock.js";

function clockAt(start) {
  const device = { ms: start };
  return { device, clock: new ServerClock(() => device.ms) };
}

test("the server's time was read in the middle of the way, as far as we know", () => {
  const { device, clock } = clockAt(1000);
  clock.heard(500_000, 1000, 1200);
  device.ms = 1200;
  assert.equal(clock.now(), 500_100);
});

test("a quick reply narrows what a slow one left open", () => {
  const { device, clock } = clockAt(0);
  clock.heard(500_000, 0, 4000); // somewhere from 496 000 to 500 000 ahead
  clock.heard(503_950, 4000, 4100); // 499 850 to 499 950
  device.ms = 5000;
  assert.equal(clock.now(), 504_900);
});

test("a slow reply after a quick one changes nothing", () => {
  const { device, clock } = clockAt(0);
  clock.heard(500_000, 0, 100);
  clock.heard(504_000, 1000, 9000);
  device.ms = 200;
  assert.equal(clock.now(), 500_150);
});

test("after the device has slept the clock begins anew", () => {
  const { device, clock } = clockAt(0);
  clock.heard(500_000, 0, 100);
  clock.heard(900_000, 1000, 1100);
  device.ms = 1100;
  assert.equal(clock.now(), 900_050);
});

test("the time never runs backwards", () => {
  const { device, clock } = clockAt(0);
  clock.heard(500_000, 0, 10_000);
  device.ms = 10_000;
  const before = clock.now(); // reckoned 505 000
  clock.heard(500_100, 10_000, 10_100);
  assert.equal(clock.now(), before);
});

test("the time that came with the page is believed until the server is heard", () => {
  const { device, clock } = clockAt(300);
  clock.heardOnce(500_000);
  assert.equal(clock.now(), 500_000);
  clock.heard(502_000, 400, 500); // the page had been on its way for more than a second
  device.ms = 500;
  assert.equal(clock.now(), 502_050);
});

for (const [before, now, expected] of [
  [660, 659, false],
  [601, 600, true],
  [600, 599, false],
  [541, 540, true],
  [121, 120, true],
  [61, 60, true],
  [60, 59, false],
  [51, 50, true],
  [50, 49, false],
  [11, 10, true],
  [2, 1, false],
  [1, 0, true],
  [0, 0, false],
  [700, 500, true],
  [500, 900, false],
]) {
  test(`from ${before} to ${now} seconds left it is ${expected ? "" : "not "}spoken`, () => {
    assert.equal(isSpoken(before, now), expected);
  });
}

test("the words are minutes until the last one, then seconds", () => {
  const words = { minutesLeft: "{n} min", secondsLeft: "{n} s" };
  assert.deepEqual(
    [600, 61, 60, 10, 0].map((seconds) => spokenTime(seconds, words)),
    ["10 min", "2 min", "60 s", "10 s", "0 s"],
  );
});

test("the time of day is Astana's, wherever the device stands", () => {
  assert.equal(timeOfDay(Date.UTC(2026, 10, 21, 21, 5, 9)), "02:05:09");
});
