import assert from "node:assert/strict";
import { test } from "node:test";

import { AWAY, CANCELLED, FAILED, signWith } from "../../web/static/js/modules/sign-flow.js";

const CMS = "-----BEGIN CMS-----\nMIIB\n-----END CMS-----\n";

// the names of the package's class that the flow uses
class Client {
  static basicsStorageAll = null;
  static basicsCMSParamsDetachedNoTSP = { decode: true, encapsulate: false, digested: false };
  static basicsSignerSignAny = { extKeyUsageOids: ["1.3.6.1.5.5.7.3.4"] };

  constructor({ connect = async () => "1.4", sign = async () => CMS, readyState = 1 } = {}) {
    this.connect = connect;
    this.wsConnection = { readyState };
    this.asked = [];
    this.basicsSignCMS = async (...args) => {
      this.asked.push(args);
      return sign();
    };
  }
}

async function flow(program, { wasStopped = () => false, patience } = {}) {
  const told = [];
  const client = new Client(program);
  const done = await signWith({
    Client,
    client,
    data: "eyJhIjoxfQ==",
    locale: "kk",
    tell: (word) => told.push(word),
    wasStopped,
    patience,
  });
  return { done, told, client };
}

function refusing(message, canceledByUser) {
  return async () => {
    throw Object.assign(new Error(message), { canceledByUser });
  };
}

test("a signature over the data alone is asked for, by a key for signing", async () => {
  const { done, told, client } = await flow({});
  assert.deepEqual(done, { cms: CMS });
  assert.deepEqual(told, ["connecting", "choosing"]);
  assert.deepEqual(client.asked, [
    [
      null,
      "eyJhIjoxfQ==",
      { decode: true, encapsulate: false, digested: false },
      { extKeyUsageOids: ["1.3.6.1.5.5.7.3.4"] },
      "kk",
    ],
  ]);
});

test("a program that is not running is away", async () => {
  const { done, told } = await flow({ connect: refusing("Ошибка взаимодействия с NCALayer.") });
  assert.deepEqual(done, { fault: AWAY, detail: "" });
  assert.deepEqual(told, ["connecting"]);
});

test("a program that never says its version is away", async () => {
  const { done } = await flow({ connect: () => new Promise(() => {}) }, { patience: 5 });
  assert.deepEqual(done, { fault: AWAY, detail: "" });
});

test("a program that has gone meanwhile is away and is not asked", async () => {
  const { done, client } = await flow({ readyState: 3 });
  assert.deepEqual(done, { fault: AWAY, detail: "" });
  assert.deepEqual(client.asked, []);
});

for (const [name, program] of [
  ["by the flag of the newer module", { sign: refusing("cancelled by user", true) }],
  ["by the words of the older module", { sign: refusing("500: action.canceled") }],
]) {
  test(`who cancels has cancelled: ${name}`, async () => {
    const { done } = await flow(program);
    assert.deepEqual(done, { fault: CANCELLED, detail: "" });
  });
}

test("who stops waiting has cancelled, whenever it was", async () => {
  const closed = refusing("NCALayer закрыл соединение.");
  const wasStopped = () => true;
  for (const program of [{ connect: closed }, { sign: closed }]) {
    const { done } = await flow(program, { wasStopped });
    assert.deepEqual(done, { fault: CANCELLED, detail: "" });
  }
});

test("what else goes wrong is told in the program's own words", async () => {
  const { done } = await flow({ sign: refusing("INVOCATION_ERROR: bad password (…)") });
  assert.deepEqual(done, { fault: FAILED, detail: "INVOCATION_ERROR: bad password (…)" });
});

test("an answer without a signature has failed", async () => {
  for (const nothing of ["", undefined, []]) {
    const { done } = await flow({ sign: async () => nothing });
    assert.deepEqual(done, { fault: FAILED, detail: "" });
  }
});
