import assert from "node:assert/strict";
import { test } from "node:test";

import { aheadOf, face, isSilent, placeOf, SILENCE } from "../../web/static/js/modules/live.js";

const LET_IN = "2026-11-23T10:00:00+05:00";
const UNTIL = "2026-11-23T10:20:00+05:00";
const at = (text) => Date.parse(text);

test("a device that is seven minutes behind shows the same time left as the others", () => {
  const server = "2026-11-23T10:05:00+05:00";
  const slow = at(server) - 7 * 60_000;
  const clock = { until: UNTIL, over: "up" };
  assert.equal(face(clock, slow, aheadOf(server, slow)), "15:00");
  assert.equal(face(clock, at(server), aheadOf(server, at(server))), "15:00");
});

test("at the end the clock says so and does not run on", () => {
  const clock = { until: UNTIL, over: "The time is up" };
  assert.equal(face(clock, at(UNTIL) - 1, 0), "0:01");
  assert.equal(face(clock, at(UNTIL), 0), "The time is up");
  assert.equal(face(clock, at(UNTIL) + 60_000, 0), "The time is up");
});

test("a clock since a moment counts whole seconds up, never below nothing", () => {
  assert.equal(face({ since: LET_IN }, at(LET_IN) + 65_900, 0), "1:05");
  assert.equal(face({ since: LET_IN }, at(LET_IN) - 5_000, 0), "0:00");
});

test("a stream that says nothing for a quarter of a minute does not get through", () => {
  assert.equal(isSilent(1_000, 1_000 + SILENCE), false);
  assert.equal(isSilent(1_000, 1_001 + SILENCE), true);
});

test("a button is found again by its form, a link by its address, other things not", () => {
  const form = { getAttribute: () => "/x/let-in" };
  assert.deepEqual(placeOf({ closest: () => form }), ["form", "action", "/x/let-in"]);
  const link = { closest: () => null, getAttribute: () => "/x/room" };
  assert.deepEqual(placeOf(link), ["a", "href", "/x/room"]);
  assert.equal(placeOf({ closest: () => null, getAttribute: () => null }), null);
  assert.equal(placeOf(null), null);
});
