// What the measurements of the equipment check amount to; numbers in, a word out.

const DARK = 0.12; // mean brightness of a picture, 0 to 1
const QUIET = 0.01; // loudest moment, 0 to 1
const LEAST_MBIT = 5; // TT-1

export const verdict = {
  camera: (light) => (light < DARK ? "dark" : "good"),
  microphone: (loudest) => (loudest < QUIET ? "quiet" : "good"),
  network: (mbit) => (mbit < LEAST_MBIT ? "slow" : "good"),
};

/** Mean brightness (0 to 1) of RGBA bytes. */
export function brightness(bytes) {
  let sum = 0;
  for (let place = 0; place < bytes.length; place += 4) {
    sum += 0.2126 * bytes[place] + 0.7152 * bytes[place + 1] + 0.0722 * bytes[place + 2];
  }
  return bytes.length ? sum / (bytes.length / 4) / 255 : 0;
}

/** Root mean square (0 to 1) of a piece of sound. */
export function loudness(wave) {
  let sum = 0;
  for (const value of wave) sum += value * value;
  return wave.length ? Math.sqrt(sum / wave.length) : 0;
}

/** Megabits per second. */
export function megabits(bytes, ms) {
  return ms > 0 ? (bytes * 8) / 1000 / ms : 0;
}

/** Why a camera or a microphone could not be had. */
export function faultName(fault) {
  if (fault?.name === "NotFoundError" || fault?.name === "OverconstrainedError") return "missing";
  return fault?.name === "NotReadableError" || fault?.name === "AbortError" ? "busy" : "refused";
}
