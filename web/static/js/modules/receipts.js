// Checks a file of answer receipts in the browser (law: service/law/receipt.py): order, hashes,
// signatures. Pure functions; `attach` ties them to the page.

import { canonical, sha256 } from "../player/chain.js";
import { localCheck } from "./localcheck.js";

const FORMAT = "synaq-receipt-1";
const NUMBERS = ["seq", "section", "position", "answered_ms", "received_ms"];
const CHOICES = ["a", "b", "c", "d", null];
const HEX = /^(?:[0-9a-f]{2})*$/i;

export function bytes(hex) {
  if (typeof hex !== "string" || !HEX.test(hex)) return null;
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** The hash that the first receipt builds on. */
export function firstHash(attempt, commitment) {
  return sha256(`${FORMAT}|${attempt}|${commitment}`);
}

function isReadable(receipt) {
  return (
    NUMBERS.every((name) => Number.isInteger(receipt[name])) &&
    CHOICES.includes(receipt.choice) &&
    "flagged" in receipt &&
    bytes(receipt.hash) !== null
  );
}

/** What is wrong with the order and the hashes; nothing after the first unreadable receipt. */
export async function chainFaults(attempt, commitment, receipts) {
  const faults = [];
  let previous = await firstHash(attempt, commitment);
  for (const [index, receipt] of receipts.entries()) {
    const place = index + 1;
    if (!isReadable(receipt)) return [...faults, { code: "field", place }];
    if (receipt.seq !== place) faults.push({ code: "number", place, found: receipt.seq });
    const said = { ...receipt, flagged: receipt.flagged === true };
    const own = await sha256(canonical(attempt, said, previous));
    if (receipt.hash.toLowerCase() !== own) faults.push({ code: "hash", place });
    previous = receipt.hash.toLowerCase();
  }
  return faults;
}

async function signatureFaults(receipts, publicKey) {
  const key = await crypto.subtle.importKey("raw", bytes(publicKey), "Ed25519", false, ["verify"]);
  const faults = [];
  for (const [index, { signature, hash }] of receipts.entries()) {
    const [signed, text] = [bytes(signature), bytes(hash)];
    const isSound = signed && text && (await crypto.subtle.verify("Ed25519", key, signed, text));
    if (!isSound) faults.push({ code: "signature", place: index + 1 });
  }
  return faults;
}

/** Everything wrong with a receipts file; [] if nothing. Throws where Ed25519 is not known. */
export async function faultsOf(content, publicKey) {
  if (content?.format !== FORMAT) return [{ code: "format" }];
  const { receipts } = content;
  const isList = Array.isArray(receipts) && receipts.every((one) => one && typeof one === "object");
  if (!isList) return [{ code: "list" }];
  const [attempt, commitment] = [String(content.attempt), String(content.draw_commitment)];
  return [
    ...(content.public_key === publicKey ? [] : [{ code: "key" }]),
    ...(await chainFaults(attempt, commitment, receipts)),
    ...(await signatureFaults(receipts, publicKey)),
  ];
}

export function attach(element) {
  localCheck(element, async (content) => {
    const faults = await faultsOf(content, element.dataset.publicKey);
    return { faults, values: { n: content?.receipts?.length } };
  });
}
