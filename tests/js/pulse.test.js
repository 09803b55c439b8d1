import assert from "node:assert/strict";
import { test } from "node:test";

import { nextSize } from "../../web/static/js/player/kept.js";
import {
  brightness,
  faultName,
  loudness,
  megabits,
  verdict,
} from "../../web/static/js/player/measure.js";
import { Pulse, isNews } from "../../web/static/js/player/pulse.js";
import { beOnly } from "../../web/static/js/player/single.js";

const STATE = {
  phase: "open",
  section: 0,
  told: 3,
  generation: 1,
  sections: [{ deadline_ms: 5000 }],
};
const BEAT = { phase: "open", section: 0, told: 3, generation: 1, deadline_ms: 5000 };

for (const [name, beat, expected] of [
  ["nothing has changed", {}, false],
  ["the section is over", { phase: "between", section: null, deadline_ms: null }, true],
  ["there is a message", { told: 4 }, true],
  ["time was given back", { deadline_ms: 9000 }, true],
  ["another device has taken over", { generation: 2 }, true],
]) {
  test(`the heartbeat: ${name}`, () => {
    assert.equal(isNews(STATE, { ...BEAT, ...beat }), expected);
  });
}

test("what must arrive is sent again after a silence, in order, once", async () => {
  const replies = ["lost", "ok", "ok"];
  const sent = [];
  const transport = {
    post: async (path, body) => {
      sent.push([path, body.n]);
      return { kind: path === "heartbeat" ? "ok" : replies.shift(), data: BEAT };
    },
  };
  const pulse = new Pulse({ player: { isLive: true, state: STATE }, transport });
  pulse.post("event", { n: 1 });
  pulse.post("seen", { n: 2 });
  await pulse.beat();
  pulse.end();
  const letters = sent.filter(([path]) => path !== "heartbeat").map(([, number]) => number);
  assert.deepEqual(letters, [1, 1, 2]);
});

/** Locks as a browser has them, for one name. */
function fakeLocks() {
  let holder = null;
  const queue = [];
  const next = () => {
    const wanted = queue.shift();
    if (!wanted) return;
    holder = wanted;
    wanted.hold();
  };
  return {
    request: (_, options, hold) =>
      new Promise((resolve, reject) => {
        const asked = { hold, reject };
        options.signal?.addEventListener("abort", () => {
          queue.splice(queue.indexOf(asked), queue.includes(asked) ? 1 : 0);
          reject(options.signal.reason);
        });
        if (options.steal && holder) {
          holder.reject(new DOMException("stolen", "AbortError"));
          holder = null;
          queue.unshift(asked);
        } else queue.push(asked);
        if (!holder) next();
      }),
    close: () => {
      holder = null;
      next();
    },
  };
}

function tab(name, locks, log) {
  const note = (what) => () => log.push(`${name} ${what}`);
  return beOnly("a", { locks, got: note("live"), waiting: note("waits"), lost: note("lost") });
}

const turn = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

test("one tab is live; another takes over knowingly, and back", async () => {
  const [locks, log] = [fakeLocks(), []];
  const first = tab("1", locks, log);
  const second = tab("2", locks, log);
  await turn();
  second.take();
  await turn();
  first.take();
  await turn();
  assert.deepEqual(log, ["1 live", "2 live", "1 lost", "1 live", "2 lost"]);
});

test("when the live tab is closed the waiting one goes on by itself", async () => {
  const [locks, log] = [fakeLocks(), []];
  tab("1", locks, log);
  tab("2", locks, log);
  await turn();
  locks.close();
  assert.deepEqual(log, ["1 live", "2 live"]);
});

test("the text grows and shrinks by steps and comes back to the usual size", () => {
  assert.deepEqual(
    [nextSize("normal", 1), nextSize("larger", 1), nextSize("small", -1), nextSize("larger", 0)],
    ["large", "larger", "small", "normal"],
  );
});

test("the equipment check: numbers and what they amount to", () => {
  assert.equal(brightness([255, 255, 255, 255, 0, 0, 0, 255]).toFixed(3), "0.500");
  assert.equal(loudness([0.5, -0.5]), 0.5);
  assert.equal(megabits(625_000, 1000), 5);
  assert.deepEqual([verdict.network(4.9), verdict.network(5)], ["slow", "good"]);
  assert.deepEqual([verdict.camera(0.05), verdict.microphone(0)], ["dark", "quiet"]);
  assert.deepEqual(
    ["NotFoundError", "NotReadableError", "NotAllowedError"].map((name) => faultName({ name })),
    ["missing", "busy", "refused"],
  );
});
