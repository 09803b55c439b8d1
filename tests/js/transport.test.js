import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock } from "../../web/static/js/player/clock.js";
import { Connection } from "../../web/static/js/player/connection.js";
import { HttpTransport } from "../../web/static/js/player/transport.js";

function transportOn(fetch) {
  const device = { ms: 0 };
  const clock = new ServerClock(() => device.ms);
  return { device, clock, transport: new HttpTransport({ token: "t", clock, fetch }) };
}

function json(status, data) {
  return new Response(JSON.stringify(data), { status });
}

test("a request carries the token and JSON; the reply's time is heard", async () => {
  const asked = [];
  const { device, clock, transport } = transportOn(async (url, options) => {
    asked.push([url, options]);
    device.ms = 100;
    return json(200, { now_ms: 5000 });
  });
  const reply = await transport.post("seen", { message: "m" });
  assert.deepEqual(reply, { kind: "ok", data: { now_ms: 5000 } });
  const [url, options] = asked[0];
  assert.equal(url, "/api/player/seen");
  assert.equal(options.headers.authorization, "Bearer t");
  assert.equal(options.body, '{"message":"m"}');
  assert.equal(clock.now(), 5050);
});

test("another token after a take-over", async () => {
  let seen;
  const { transport } = transportOn(async (_, options) => {
    seen = options.headers.authorization;
    return json(200, {});
  });
  transport.useToken("u");
  await transport.get("state");
  assert.equal(seen, "Bearer u");
});

for (const [name, fetch, expected] of [
  ["no connection", async () => { throw new TypeError("offline"); }, { kind: "lost" }],
  ["the server is starting", async () => json(503, {}), { kind: "lost" }],
  ["the server failed", async () => json(500, {}), { kind: "lost" }],
  ["too many requests", async () => json(429, {}), { kind: "lost" }],
  ["a gateway's page", async () => new Response("<html>"), { kind: "lost" }],
  [
    "a refusal",
    async () => json(409, { code: "closed" }),
    { kind: "refused", status: 409, code: "closed", data: { code: "closed" } },
  ],
  [
    "a refusal without a code",
    async () => json(422, {}),
    { kind: "refused", status: 422, code: "", data: {} },
  ],
  ["done, no words", async () => new Response(null, { status: 204 }), { kind: "ok", data: {} }],
]) {
  test(`what a reply amounts to: ${name}`, async () => {
    assert.deepEqual(await transportOn(fetch).transport.get("state"), expected);
  });
}

test("the loss is counted from the last word heard, in a row and in all", async () => {
  const device = { ms: 0 };
  const changes = [];
  const connection = new Connection({
    moment: () => device.ms,
    onChange: ({ isLost }) => changes.push(isLost),
  });
  const replies = [{ kind: "ok" }, { kind: "lost" }, { kind: "lost" }, { kind: "refused" }];
  const listened = connection.listen({ get: async () => replies.shift() });
  device.ms = 1000;
  await listened.get();
  device.ms = 11_000;
  await listened.get();
  assert.deepEqual([connection.isLost, connection.inRow()], [true, 10_000]);
  device.ms = 21_000;
  await listened.get();
  assert.equal(connection.inRow(), 20_000);
  await listened.get();
  assert.deepEqual([connection.isLost, connection.inRow()], [false, 0]);
  device.ms = 30_000;
  connection.lost();
  device.ms = 35_000;
  assert.deepEqual([connection.inRow(), connection.inAll()], [14_000, 34_000]);
  assert.deepEqual(changes, [true, false, true]);
});
