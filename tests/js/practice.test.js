import assert from "node:assert/strict";
import { test } from "node:test";

import { PracticeServer } from "../../web/static/js/player/practice.js";
import { START_MS, Stage, bootstrap } from "./sending.js";

function serverAt(device) {
  return new PracticeServer({ state: bootstrap(), now: () => device.ms, wait: async () => {} });
}

test("the practice section ends by the clock, the next begins after the break", async () => {
  const device = { ms: START_MS };
  const server = serverAt(device);
  assert.equal((await server.get("state")).data.sections[0].deadline_ms, START_MS + 1_200_000);
  device.ms += 1_200_000;
  const between = (await server.get("state")).data;
  assert.deepEqual([between.phase, between.section, between.paper], ["between", null, []]);
  device.ms = between.break_until_ms;
  const next = (await server.get("state")).data;
  assert.deepEqual([next.phase, next.section, next.paper.length], ["open", 1, 3]);
});

test("cut: nothing arrives; back: everything does", async () => {
  const stage = await Stage.set();
  stage.server.cut(true);
  await stage.choose(1, "a");
  await stage.calm();
  assert.equal(stage.onServer, "");
  assert.equal(stage.connection.isLost, true);
  stage.server.cut(false);
  stage.sender.nudge({ now: true });
  await stage.calm();
  assert.equal(stage.onServer, "1a");
});

test("a message is told by the heartbeat and seen once read", async () => {
  const device = { ms: START_MS };
  const server = serverAt(device);
  const before = (await server.post("heartbeat", {})).data.told;
  server.say("m1", "Сәлем");
  assert.equal((await server.post("heartbeat", {})).data.told, before + 1);
  await server.post("seen", { message: "m1" });
  assert.equal((await server.get("state")).data.messages[0].seen, true);
});

test("the end is the end", async () => {
  const device = { ms: START_MS };
  const server = serverAt(device);
  await server.post("section", { finish: 0 });
  await server.post("section", { start: 1 });
  const end = (await server.post("finish", { section: 1, remarks: null })).data;
  assert.equal(end.phase, "finished");
});
