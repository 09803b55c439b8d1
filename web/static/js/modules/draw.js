// Repeats the draw of a paper from its record, in the browser: algorithm synaq-draw/2
// (law: service/law/draw.py for the numbers, service/law/paper_draw.py for the paper).
// Of questions that generators make (law/ability/number_draw.py) it repeats which ones they are and
// from which seed; their figures are made by the service's own check and by `synaq verify-draw`.
// Pure functions; `attach` ties them to the page.

import { localCheck } from "./localcheck.js";

export const ALGORITHM = "synaq-draw/2";
const NUMBERS = "synaq-number/1";
const NUMBERS_ACT = "ability-numbers";
const ACT_TRIES = 50;
const SECTION_TRIES = 20;
const NEEDED = ["seed", "blueprint", "candidate_word", "application", "paper"];
const PARTS = ["pools", "enemies", "act_band", "section_band", "options"];
const SEED = /^[0-9a-f]{64}$/i;
const WORDS = 1n << 64n;
const WORD_BYTES = 8;
const MOST_POOLS = 100; // as the service bounds them: a programme has about ten
const MOST_NUMBERS = 1_000_000; // as the service bounds it: a paper takes some ten thousand

const utf8 = (text) => new TextEncoder().encode(text);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const digest = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

/** The hash that is shown before the draw. */
export async function commitment(seed) {
  return hex(await digest(unhex(seed)));
}

/** The one text of a blueprint: its keys in the order of their names. */
function blueprintText({ act_band, enemies, options, pools, section_band }) {
  return JSON.stringify({
    act_band,
    enemies,
    options,
    pools: pools.map(({ act, count, items, part, section }) => ({ act, count, items, part, section })),
    section_band,
  });
}

/** The hash of a blueprint's text. */
export async function blueprintHash(blueprint) {
  return hex(await digest(utf8(blueprintText(blueprint))));
}

/** Everything the draw depends on, as one text. */
async function inputsOf({ application, candidate_word, blueprint }) {
  return JSON.stringify({
    algorithm: ALGORITHM,
    application,
    blueprint: await blueprintHash(blueprint),
    candidate_word,
  });
}

/** The stream of numbers of a seed and a text of inputs. */
export class Stream {
  #prefix;
  #block = 0n;
  #numbers = [];
  #left;

  static async of(seed, inputs, most = MOST_NUMBERS) {
    const stream = new Stream();
    stream.#left = most;
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
    if (--this.#left < 0) throw new RangeError("too many numbers");
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

/** The things by a name of theirs, in the order in which the names come first. */
function grouped(things, nameOf) {
  const groups = new Map();
  for (const thing of things) {
    const name = nameOf(thing);
    if (groups.has(name)) groups.get(name).push(thing);
    else groups.set(name, [thing]);
  }
  return groups;
}

const REF = 0;
const TOPIC = 1;
const DIFFICULTY = 2;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const halfUp = (total, number) => Math.floor((2 * total + number) / (2 * number));
const targetOf = ({ items }) => halfUp(sum(items.map((item) => item[DIFFICULTY])), items.length);

/** How far the mean difficulty lies outside the band, times the number of items. */
function distance(items, target, band) {
  const lies = Math.abs(sum(items.map((item) => item[DIFFICULTY])) - items.length * target);
  return Math.max(0, lies - items.length * band);
}

/** How many items meet an enemy, among themselves or on the paper already. */
function meetings(items, enemies, taken) {
  const present = [...taken, new Set(items.map((item) => item[REF]))];
  const isPresent = (other) => present.some((refs) => refs.has(other));
  const meets = ([ref]) => [...(enemies.get(ref) ?? [])].some(isPresent);
  return items.filter(meets).length;
}

function enemiesOf(pairs) {
  const enemies = new Map();
  for (const [one, other] of pairs) {
    for (const [ref, enemy] of [[one, other], [other, one]]) {
      enemies.set(ref, (enemies.get(ref) ?? new Set()).add(enemy));
    }
  }
  return enemies;
}

const isLess = (one, other) => one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
const fits = ([met, far]) => met === 0 && far === 0;

/** Items of a pool: each equally likely, each topic with its share; the first try that fits. */
async function drawAct(stream, pool, { enemies, act_band }, taken) {
  const topics = grouped(pool.items, (item) => item[TOPIC]);
  const names = [...topics.keys()].sort();
  const target = targetOf(pool);
  let best = null;
  for (let attempt = 0; attempt < ACT_TRIES; attempt++) {
    const row = [];
    for (const name of await shuffle(stream, names)) {
      row.push(...(await shuffle(stream, topics.get(name))));
    }
    const start = await stream.below(row.length);
    const places = Array.from({ length: pool.count }, (_, k) => start + k * row.length);
    const items = places.map((place) => row[Math.floor(place / pool.count)]);
    const misfit = [meetings(items, enemies, taken), distance(items, target, act_band)];
    if (best === null || isLess(misfit, best.misfit)) best = { items, misfit };
    if (fits(best.misfit)) break;
  }
  return best;
}

/** Items of a section's pools, in the pools' order; the first try that fits. */
async function drawSection(stream, pools, blueprint, onPaper) {
  const counts = pools.map((pool) => pool.count);
  const target = halfUp(sum(pools.map((pool) => pool.count * targetOf(pool))), sum(counts));
  let best = null;
  for (let attempt = 0; attempt < SECTION_TRIES; attempt++) {
    const taken = new Set();
    const picked = [];
    for (const pool of pools) {
      picked.push(await drawAct(stream, pool, blueprint, [onPaper, taken]));
      for (const [ref] of picked.at(-1).items) taken.add(ref);
    }
    const items = picked.map((each) => each.items);
    const far = sum(picked.map(({ misfit }) => misfit[1]));
    const misfit = [
      sum(picked.map((each) => each.misfit[0])),
      far + distance(items.flat(), target, blueprint.section_band),
    ];
    if (best === null || isLess(misfit, best.misfit)) best = { items, misfit };
    if (fits(best.misfit)) break;
  }
  return best.items;
}

/** The paper that the record's seed and blueprint give: [{ section, items }]. */
export async function drawPaper(record) {
  const stream = await Stream.of(record.seed, await inputsOf(record));
  const blueprint = { ...record.blueprint, enemies: enemiesOf(record.blueprint.enemies) };
  const paper = [];
  const onPaper = new Set();
  for (const [section, pools] of grouped(blueprint.pools, (pool) => pool.section)) {
    const picked = await drawSection(stream, pools, blueprint, onPaper);
    for (const [ref] of picked.flat()) onPaper.add(ref);
    const bare = pools.flatMap(({ part, act }, index) =>
      picked[index].map(([item]) => ({ item, part, act })),
    );
    const items = [];
    for (const together of grouped(bare, ({ part }) => part).values()) {
      items.push(...(await shuffle(stream, together)));
    }
    paper.push({ section, items });
  }
  for (const item of paper.flatMap(({ items }) => items)) {
    item.order = (await shuffle(stream, [...blueprint.options])).join("");
  }
  return paper;
}

const isBand = (value) => Number.isInteger(value) && value >= 0;

/** Why the record cannot be repeated, in a word or two; "" where it can. */
function broken({ seed, blueprint, paper }) {
  if (typeof seed !== "string" || !SEED.test(seed)) return "seed";
  const { pools, enemies, act_band, section_band, options } = blueprint;
  if (typeof options !== "string" || !Array.isArray(pools) || !Array.isArray(paper)) return "pools";
  if (pools.length > MOST_POOLS) return "pools";
  if (!isBand(act_band) || !isBand(section_band)) return "act_band, section_band";
  const isPair = (pair) => Array.isArray(pair) && pair.length === 2;
  if (!Array.isArray(enemies) || !enemies.every(isPair)) return "enemies";
  const keys = new Set();
  for (const { section, part, act, count, items } of pools) {
    const name = [section, part, act].join("/");
    if (keys.has(name) || !Array.isArray(items) || !Number.isInteger(count)) return name;
    if (count < 1 || count > items.length || !items.every(isPoolItem)) return name;
    if (items.some((item, index) => index > 0 && items[index - 1][REF] >= item[REF])) return name;
    keys.add(name);
  }
  return paper.every((section) => Array.isArray(section?.items)) ? "" : "paper";
}

function isPoolItem(item) {
  if (!Array.isArray(item) || item.length !== 3) return false;
  const [ref, topic, difficulty] = item;
  return typeof ref === "string" && typeof topic === "string" && Number.isInteger(difficulty);
}

/** Everything that does not agree; [] where the draw repeats exactly. */
export async function faultsOf(record) {
  if (record?.version && !record.algorithm) return [{ code: "lot" }];
  if (record?.algorithm !== ALGORITHM) return [{ code: "algorithm", name: ALGORITHM }];
  const lacks = (thing) => (name) => thing[name] === undefined || thing[name] === null;
  const missing = NEEDED.find(lacks(record)) ?? PARTS.find(lacks(record.blueprint ?? {}));
  if (missing) return [{ code: "missing", name: missing }];
  const why = broken(record);
  if (why) return [{ code: "broken", why }];
  const faults = [];
  if ((await commitment(record.seed)) !== record.commitment) faults.push({ code: "commitment" });
  if ((await blueprintHash(record.blueprint)) !== record.blueprint_sha256) {
    faults.push({ code: "blueprint" });
  }
  try {
    const found = differences(record.paper, await drawPaper(record));
    return [...faults, ...(found.length ? found : await numberFaults(record))];
  } catch (fault) {
    if (fault instanceof RangeError) return [{ code: "broken", why: fault.message }];
    throw fault;
  }
}

/** The seed from which a paper's generator makes its question. */
export async function numberSeed({ seed, application, candidate_word }, item) {
  const inputs = JSON.stringify({ algorithm: NUMBERS, application, candidate_word, item });
  return hex(await digest(joined(unhex(seed), await digest(utf8(inputs)))));
}

/** The record names each question that a generator makes, with the seed that follows. */
async function numberFaults(record) {
  const asked = record.paper.flatMap(({ items }) => items.filter(({ act }) => act === NUMBERS_ACT));
  if (asked.length === 0 && record.numbers === undefined) return [];
  const { algorithm, items } = record.numbers ?? {};
  const isNamed = Array.isArray(items) && items.length === asked.length;
  if (algorithm !== NUMBERS || !isNamed || asked.length === 0) return [{ code: "numbers" }];
  const faults = [];
  for (const [index, { item }] of asked.entries()) {
    const isRight = items[index]?.item === item;
    if (!isRight || items[index].seed !== (await numberSeed(record, item))) {
      faults.push({ code: "number", place: index + 1 });
    }
  }
  return faults;
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
