// Checks that the receipts say what was sent and follow from the head (service/law/receipt.py).

const FORMAT = "synaq-receipt-1";
const SENT = ["seq", "section", "position", "choice", "flagged"];

/** The text whose SHA-256 is the receipt's hash. */
export function canonical(attempt, receipt, previous) {
  return [
    FORMAT,
    attempt,
    receipt.seq,
    receipt.section,
    receipt.position,
    receipt.choice ?? "-",
    receipt.flagged ? 1 : 0,
    receipt.answered_ms,
    receipt.received_ms,
    previous,
  ].join("|");
}

export async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is wrong with the server's reply to `sent` after `head`; "" if nothing. */
export async function faultOf({ attempt, head, sent, reply }) {
  const { receipts } = reply;
  if (!Array.isArray(receipts) || receipts.length !== sent.length) return "count";
  let previous = head.hash;
  for (const [index, receipt] of receipts.entries()) {
    if (SENT.some((name) => receipt[name] !== sent[index][name])) return "content";
    // the server moves a time back that lies in its future, never the other way
    if (receipt.answered_ms > sent[index].answered_ms) return "content";
    if (receipt.prev !== previous) return "chain";
    if (globalThis.crypto?.subtle) {
      if (receipt.hash !== (await sha256(canonical(attempt, receipt, previous)))) return "hash";
    }
    previous = receipt.hash;
  }
  const last = receipts.at(-1);
  return reply.head.seq === last.seq && reply.head.hash === last.hash ? "" : "head";
}
