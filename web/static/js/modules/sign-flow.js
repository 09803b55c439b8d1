// One signature by the signing program (NCALayer) on the reader's computer, apart from the page.

export const AWAY = "away";
export const CANCELLED = "cancelled";
export const FAILED = "failed";

const PATIENCE_MS = 15_000;
// this says so where the older module of the program is cancelled; the newer one has a flag
const CANCELLED_TEXT = "action.canceled";

/**
 * Signs `data` (base64) with `client` (an NCALayerClient of its class `Client`).
 * `tell` hears "connecting" and "choosing"; `wasStopped` says whether the reader gave up.
 * Returns {cms} or {fault, detail}: AWAY, CANCELLED or FAILED.
 */
export async function signWith({ Client, client, data, locale, tell, wasStopped, patience }) {
  tell("connecting");
  try {
    await within(patience ?? PATIENCE_MS, client.connect());
  } catch {
    return { fault: wasStopped() ? CANCELLED : AWAY, detail: "" };
  }
  // what was closed meanwhile would never answer
  if (client.wsConnection?.readyState > 1) return { fault: AWAY, detail: "" };
  tell("choosing");
  try {
    const cms = await client.basicsSignCMS(
      Client.basicsStorageAll,
      data,
      Client.basicsCMSParamsDetachedNoTSP,
      Client.basicsSignerSignAny,
      locale,
    );
    return typeof cms === "string" && cms ? { cms } : { fault: FAILED, detail: "" };
  } catch (error) {
    const detail = String(error.message ?? "");
    const gaveUp = error.canceledByUser || wasStopped() || detail.includes(CANCELLED_TEXT);
    return gaveUp ? { fault: CANCELLED, detail: "" } : { fault: FAILED, detail };
  }
}

function within(milliseconds, promise) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), milliseconds);
  });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}
