import assert from "node:assert/strict";
import { test } from "node:test";

import { Stage } from "./sending.js";

test("an answer is delivered and its receipt reported", async () => {
  const stage = await Stage.set();
  await stage.choose(1, "b");
  await stage.calm();
  assert.equal(stage.onServer, "1b");
  assert.deepEqual(
    stage.saved.map(({ seq, position, choice }) => [seq, position, choice]),
    [[1, 1, "b"]],
  );
  assert.deepEqual(stage.queue.pending, []);
  assert.equal(stage.sender.head.seq, 1);
  assert.deepEqual(stage.statuses, ["sending", "idle"]);
});

test("answers given while one is on its way follow in one request, in order", async () => {
  const stage = await Stage.set();
  await Promise.all([stage.choose(1, "b"), stage.choose(2, "c"), stage.choose(1, "a")]);
  await stage.calm();
  assert.equal(stage.onServer, "1b 2c 1a");
  assert.ok(stage.requests.filter(({ path }) => path === "answers").length <= 2);
});

test("a response lost after the commit saves nothing twice and loses nothing", async () => {
  const stage = await Stage.set();
  stage.accidents = ["lost-after-commit"];
  await stage.choose(1, "b");
  await stage.calm();
  assert.deepEqual(stage.saved, []);
  assert.equal(stage.queue.pending.length, 1);
  await stage.choose(2, "d");
  stage.clockwork.fire();
  await stage.calm();
  assert.equal(stage.onServer, "1b 2d");
  assert.deepEqual(
    stage.saved.map(({ seq }) => seq),
    [1, 2],
  );
  assert.deepEqual(stage.queue.pending, []);
});

test("offline: the pauses grow to 15 s and the answers wait in order", async () => {
  const stage = await Stage.set();
  stage.accidents = Array(7).fill("lost");
  await stage.choose(1, "a");
  for (let round = 0; round < 7; round += 1) {
    await stage.calm();
    stage.clockwork.fire();
  }
  await stage.calm();
  assert.deepEqual(stage.clockwork.asked, [1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  assert.equal(stage.onServer, "1a");
});

test("the pause is jittered by a quarter either way", async () => {
  const stage = await Stage.set();
  stage.clockwork.random = () => 0;
  stage.accidents = ["lost", "lost"];
  await stage.choose(1, "a");
  await stage.calm();
  stage.clockwork.random = () => 1;
  stage.clockwork.fire();
  await stage.calm();
  assert.deepEqual(stage.clockwork.asked, [750, 2500]);
});

test("back online: nobody waits for the pause to end", async () => {
  const stage = await Stage.set();
  stage.accidents = ["lost"];
  await stage.choose(1, "a");
  await stage.calm();
  assert.equal(stage.sender.status, "waiting");
  stage.sender.nudge({ now: true });
  await stage.calm();
  assert.equal(stage.onServer, "1a");
  assert.equal(stage.sender.status, "idle");
});

test("a hundred and twenty answers go in batches of at most fifty", async () => {
  const stage = await Stage.set();
  stage.accidents = ["lost"];
  for (let number = 0; number < 120; number += 1) {
    await stage.choose((number % 3) + 1, "abcd"[number % 4]);
  }
  await stage.calm();
  stage.sender.nudge({ now: true });
  await stage.calm();
  await stage.calm();
  assert.equal(stage.server.receipts.length, 120);
  const sent = stage.requests.filter(({ path }) => path === "answers");
  const sizes = sent.map(({ body }) => body.answers.length);
  assert.equal(Math.max(...sizes), 50);
});

test("out of step: the queue is numbered after the server's head and delivered", async () => {
  const stage = await Stage.set();
  const other = await Stage.set({ server: stage.server });
  await other.choose(3, "d");
  await other.calm();
  stage.now = other.now;
  await stage.choose(1, "a");
  await stage.calm();
  assert.equal(stage.onServer, "3d 1a");
  assert.deepEqual(
    stage.saved.map(({ seq, position }) => [seq, position]),
    [[2, 1]],
  );
});

test("a receipt for something else is no receipt: asked for the state, sent again", async () => {
  const stage = await Stage.set();
  stage.accidents = [
    (reply) => {
      const [receipt] = reply.data.receipts;
      const forged = { ...receipt, choice: "d" };
      return { kind: "ok", data: { ...reply.data, receipts: [forged] } };
    },
  ];
  await stage.choose(1, "a");
  await stage.calm();
  assert.equal(stage.onServer, "1a");
  assert.deepEqual(stage.queue.pending, []);
  assert.deepEqual(stage.saved, []); // the state said so; no receipt was believed
});

test("a broken chain is not believed", async () => {
  const stage = await Stage.set();
  stage.accidents = Array(9).fill((reply) => {
    const receipts = reply.data.receipts?.map((receipt) => ({ ...receipt, hash: "f".repeat(64) }));
    return { kind: "ok", data: { ...reply.data, receipts } };
  });
  await stage.choose(1, "a");
  await stage.calm();
  assert.deepEqual(stage.saved, []);
});

test("the section is closed: what is late is set aside, nothing is thrown away", async () => {
  const stage = await Stage.set();
  stage.accidents = ["lost"];
  await stage.choose(1, "a");
  await stage.choose(2, "b");
  await stage.calm();
  stage.now += 30 * 60_000;
  stage.sender.nudge({ now: true });
  await stage.calm();
  assert.equal(stage.onServer, "");
  assert.deepEqual(
    stage.put.map(({ position, choice }) => [position, choice]),
    [[1, "a"], [2, "b"]],
  );
  assert.equal(stage.queue.aside.length, 2);
  assert.equal(stage.sender.status, "idle");
});

test("the section is closed: answers of the next section still go, numbered anew", async () => {
  const stage = await Stage.set();
  stage.accidents = ["lost"];
  await stage.choose(1, "a");
  await stage.calm();
  await stage.server.post("section", { finish: 0 });
  await stage.server.post("section", { start: 1 });
  stage.now += 20_000;
  await stage.choose(2, "c", { section: 1 });
  stage.sender.nudge({ now: true });
  await stage.calm();
  assert.equal(stage.onServer, "2c");
  assert.deepEqual(
    stage.put.map(({ position }) => position),
    [1],
  );
  assert.equal(stage.sender.head.seq, 1);
});

test("one answer after the deadline does not hold back those before it", async () => {
  const stage = await Stage.set();
  const deadline = stage.now + 20 * 60_000;
  stage.accidents = ["lost"];
  stage.now = deadline - 1000;
  await stage.choose(1, "a");
  stage.now = deadline + 1000;
  await stage.choose(2, "b");
  await stage.calm();
  stage.sender.nudge({ now: true });
  await stage.calm();
  assert.equal(stage.onServer, "1a");
  assert.equal(stage.queue.pending.length, 0);
  assert.deepEqual(
    stage.put.map(({ position }) => position),
    [2],
  );
});

test("taken over: it stops and keeps what is unsent", async () => {
  const stage = await Stage.set();
  stage.accidents = [{ kind: "refused", status: 409, code: "taken-over", data: {} }];
  await stage.choose(1, "a");
  await stage.calm();
  assert.deepEqual(stage.stopped, ["taken-over"]);
  assert.equal(stage.sender.status, "stopped");
  assert.equal(stage.queue.pending.length, 1);
  await stage.choose(2, "b");
  await stage.calm();
  assert.equal(stage.onServer, "");
});

test("an expired token stops it too", async () => {
  const stage = await Stage.set();
  stage.accidents = [{ kind: "refused", status: 401, code: "token", data: {} }];
  await stage.choose(1, "a");
  await stage.calm();
  assert.deepEqual(stage.stopped, ["token"]);
});

test("an unknown refusal is tried again later, not dropped", async () => {
  const stage = await Stage.set();
  stage.accidents = [{ kind: "refused", status: 422, code: "", data: {} }];
  await stage.choose(1, "a");
  await stage.calm();
  assert.equal(stage.sender.status, "waiting");
  assert.equal(stage.queue.pending.length, 1);
});

test("what asks for the state waits until no answer is on its way", async () => {
  const stage = await Stage.set();
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const post = stage.server.post.bind(stage.server);
  stage.server.post = async (path, body) => {
    await held;
    return post(path, body);
  };
  await stage.choose(1, "a");
  const asked = stage.sender.alone(() => stage.state());
  const before = stage.requests.filter(({ path }) => path === "state").length;
  await stage.turn();
  assert.equal(stage.requests.filter(({ path }) => path === "state").length, before);
  release();
  assert.equal((await asked).head.seq, 1);
});

test("the page goes away: what is unsent leaves with it, once", async () => {
  const stage = await Stage.set();
  stage.accidents = ["lost"];
  await stage.choose(1, "a");
  await stage.calm();
  stage.sender.part();
  stage.sender.stop();
  await stage.calm();
  assert.equal(stage.onServer, "1a");
  const next = await Stage.set({ store: stage.store, server: stage.server });
  next.sender.nudge();
  await next.calm();
  assert.equal(next.onServer, "1a");
  assert.deepEqual(next.queue.pending, []);
});
