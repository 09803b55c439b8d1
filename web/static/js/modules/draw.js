// Repeats a draw from its record in the browser (law: service/law/draw.py, algorithm synaq-draw/1).
// Pure functions; `attach` ties them to the page.

import { localCheck } from "./localcheck.js";

export const ALGORITHM = "synaq-draw/1";
const NEEDED = ["seed", "pools", "candidate_word", "application", "options", "paper"];
const SEED = /^[0-9a-f]{64}$/i;
const WORDS = 1n << 64n;
const WORD_BYTES = 8;

const utf8 = (text) => new TextEncoder().encode(text);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const digest = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

/** The hash that is shown before the draw. */
export async function commitment(seed) {
  return hex(await digest(unhex(seed)));
}

/** Everything the draw depends on, as one text. */
export function inputsOf({ application, candidate_word, options, pools }) {
  return JSON.stringify({
    algorithm: ALGORITHM,
    application,
    candidate_word,
    options,
    pools: pools.map(({ section, part, act, count, items }) => [section, part, act, count, items]),
  });
}

/** The stream of numbers of a seed and a text of inputs. */
export class Stream {
  #prefix;
  #block = 0n;
  #numbers = [];

  static async of(seed, inputs) {
    const stream = new Stream();
    stream.#prefix = joined(unhex(seed), await digest(utf8(inputs)));
    return stream;
  }

  async #number() {
    if (this.#numbers.length === 0) {
      const counter = new DataView(new ArrayBuffer(WORD_BYTES));
      counter.setBigUint64(0, this.#block++);
      const block = await digest(joined(this.#prefix, new Uint8Array(counter.buffer)));
      const view = new DataView(block.buffer);
      for (let place = 0; place < block.length; place += WORD_BYTES) {
        this.#numbers.push(view.getBigUint64(place));
      }
    }
    return this.#numbers.shift();
  }

  /** A number from 0 to n - 1, each equally likely. */
  async below(n) {
    const limit = WORDS - (WORDS % BigInt(n));
    let number = await this.#number();
    while (number >= limit) number = await this.#number();
    return Number(number % BigInt(n));
  }
}

/** n of the pool without putting back, in the order drawn. */
export async function pick(stream, pool, n) {
  const drawn = [...pool];
  for (let place = 0; place < n; place++) {
    const other = place + (await stream.below(drawn.length - place));
    [drawn[place], drawn[other]] = [drawn[other], drawn[place]];
  }
  return drawn.slice(0, n);
}

const shuffle = (stream, list) => pick(stream, list, list.length);

/** The pools by (section, part), in the record's order. */
function partsOf(pools) {
  const parts = new Map();
  for (const pool of pools) {
    const name = JSON.stringify([pool.section, pool.part]);
    parts.set(name, [...(parts.get(name) ?? []), pool]);
  }
  return [...parts.values()];
}

/** The paper that the record's seed and inputs give: [{ section, items }]. */
export async function drawPaper(record) {
  const stream = await Stream.of(record.seed, inputsOf(record));
  const sections = new Map();
  for (const together of partsOf(record.pools)) {
    const picked = [];
    for (const { part, act, count, items } of together) {
      for (const item of await pick(stream, items, count)) picked.push({ item, part, act });
    }
    const { section } = together[0];
    const before = sections.get(section) ?? [];
    sections.set(section, [...before, ...(await shuffle(stream, picked))]);
  }
  for (const item of [...sections.values()].flat()) {
    item.order = (await shuffle(stream, [...record.options])).join("");
  }
  return [...sections].map(([section, items]) => ({ section, items }));
}

/** Why the record cannot be repeated, in a word or two; "" where it can. */
function broken({ seed, pools, options, paper }) {
  if (typeof seed !== "string" || !SEED.test(seed)) return "seed";
  if (typeof options !== "string" || !Array.isArray(pools) || !Array.isArray(paper)) return "pools";
  const keys = new Set();
  for (const { section, part, act, count, items } of pools) {
    const name = [section, part, act].join("/");
    if (keys.has(name) || !Array.isArray(items) || !Number.isInteger(count)) return name;
    if (count < 0 || count > items.length) return name;
    if (items.some((item, index) => index > 0 && items[index - 1] >= item)) return name;
    keys.add(name);
  }
  return paper.every(({ items }) => Array.isArray(items)) ? "" : "paper";
}

/** Everything that does not agree; [] where the draw repeats exactly. */
export async function faultsOf(record) {
  if (record?.algorithm !== ALGORITHM) return [{ code: "algorithm", name: ALGORITHM }];
  const missing = NEEDED.find((name) => record[name] === undefined || record[name] === null);
  if (missing) return [{ code: "missing", name: missing }];
  const why = broken(record);
  if (why) return [{ code: "broken", why }];
  const faults = [];
  if ((await commitment(record.seed)) !== record.commitment) faults.push({ code: "commitment" });
  return [...faults, ...differences(record.paper, await drawPaper(record))];
}

function differences(shown, drawn) {
  const names = (paper) => JSON.stringify(paper.map(({ section }) => section));
  if (names(shown) !== names(drawn)) return [{ code: "sections" }];
  return drawn.flatMap(({ section, items }, index) => {
    const said = shown[index].items;
    const count = { code: "count", section, found: said.length, drawn: items.length };
    return [
      ...(said.length === items.length ? [] : [count]),
      ...items.slice(0, said.length).flatMap((item, at) =>
        isSame(said[at], item)
          ? []
          : [{ code: "question", section, place: at + 1, found: shortly(said[at]), drawn: shortly(item) }],
      ),
    ];
  });
}

function isSame(said, item) {
  const names = Object.keys(item);
  return (
    Object.keys(said ?? {}).length === names.length &&
    names.every((name) => said[name] === item[name])
  );
}

const shortly = (item) => `${item?.item ?? "?"} (${item?.order ?? "?"})`;

export function attach(element) {
  localCheck(element, async (record) => {
    const faults = await faultsOf(record);
    const values = faults.length
      ? {}
      : { n: record.paper.reduce((sum, { items }) => sum + items.length, 0) };
    return { faults, values };
  });
}
