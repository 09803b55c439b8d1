// Repeats a lot from its record, in the browser: format synaq-lot/1 (law: service/law/lot.py).
// Pure functions; `attach` ties them to the page.

import { Stream, pick } from "./draw.js";
import { localCheck } from "./localcheck.js";

export const VERSION = "synaq-lot/1";
const MOST_ENTRIES = 10_000;
const LONGEST_WORD = 1_000;
const TEXTS = ["purpose", "subject", "committed_at", "fixed_at", "seed", "nonce"];
const LISTS = ["entries", "public", "order"];
const NAME = /^[\x21-\x7e]{1,100}$/;
const SEED = /^[0-9a-f]{64}$/i;
const NONCE = /^[0-9a-f]{32}$/i;
const MOMENT = /(Z|[+-]\d\d:\d\d)$/;
const LONE_SURROGATE = /[\ud800-\udfff]/u; // half of a pair: it has no bytes

const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The hash that was published before the entries were fixed; seed and nonce in hex. */
export async function lotCommitment(seed, nonce) {
  const hash = await crypto.subtle.digest("SHA-256", unhex(nonce + seed));
  return hex(new Uint8Array(hash));
}

/** Names in the one order in which they are drawn from: that of their bytes. */
export const canonicalEntries = (names) => [...names].sort();

/** All the entries of a record in the order drawn; the first `picks` are chosen. */
export async function drawLot({ seed, nonce, purpose, subject, entries, picks, public: words }) {
  const inputs = JSON.stringify({
    commitment: await lotCommitment(seed, nonce),
    entries,
    picks,
    public: words,
    purpose,
    subject,
    version: VERSION,
  });
  return pick(await Stream.of(seed, inputs), entries, entries.length);
}

const isName = (name) => typeof name === "string" && NAME.test(name);

const isRising = (names) => names.every((name, index) => index === 0 || names[index - 1] < name);

function isPair(pair) {
  if (!Array.isArray(pair) || pair.length !== 2 || !isName(pair[0])) return false;
  const word = pair[1];
  return typeof word === "string" && [...word].length <= LONGEST_WORD && !LONE_SURROGATE.test(word);
}

const isMoment = (text) => MOMENT.test(text) && !Number.isNaN(Date.parse(text));

/** Which part of the record cannot be read; "" where all can. */
function broken(record) {
  const wrong = TEXTS.find((name) => typeof record[name] !== "string");
  if (wrong) return wrong;
  if (!SEED.test(record.seed)) return "seed";
  if (!NONCE.test(record.nonce)) return "nonce";
  const bad = ["purpose", "subject"].find((name) => !isName(record[name]));
  if (bad) return bad;
  const { entries, picks, public: words } = record;
  if (!entries.every(isName) || !isRising(entries) || entries.length > MOST_ENTRIES) {
    return "entries";
  }
  if (!words.every(isPair) || !isRising(words.map(([name]) => name))) return "public";
  if (!Number.isInteger(picks) || picks < 1 || picks > entries.length) return "picks";
  return ["committed_at", "fixed_at"].find((name) => !isMoment(record[name])) ?? "";
}

/** Everything that does not agree; [] where the lot repeats exactly. */
export async function faultsOf(record) {
  if (record?.version !== VERSION) return [{ code: "version", name: VERSION }];
  const missing = [...TEXTS, ...LISTS, "picks"].find((name) => record[name] === undefined);
  if (missing) return [{ code: "missing", name: missing }];
  const unlisted = LISTS.find((name) => !Array.isArray(record[name]));
  const why = unlisted ?? broken(record);
  if (why) return [{ code: "broken", why }];
  const faults = [];
  if ((await lotCommitment(record.seed, record.nonce)) !== record.commitment) {
    faults.push({ code: "commitment" });
  }
  if (Date.parse(record.committed_at) > Date.parse(record.fixed_at)) faults.push({ code: "moments" });
  return [...faults, ...differences(record.order, await drawLot(record))];
}

function differences(shown, drawn) {
  const count = { code: "count", found: shown.length, drawn: drawn.length };
  return [
    ...(shown.length === drawn.length ? [] : [count]),
    ...drawn.slice(0, shown.length).flatMap((name, index) =>
      shown[index] === name
        ? []
        : [{ code: "place", place: index + 1, found: String(shown[index]), drawn: name }],
    ),
  ];
}

export function attach(element) {
  localCheck(element, async (record) => {
    const faults = await faultsOf(record);
    const values = faults.length ? {} : { n: record.entries.length, picks: record.picks };
    return { faults, values };
  });
}
