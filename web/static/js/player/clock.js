// The server's clock as the player reckons it, and the words for the time left.
//
// Every answer of the server says its time. It was read somewhere between sending and receiving,
// so each answer narrows the range in which the difference of the two clocks lies; the middle of
// the range is what we reckon with. `monotonic` never jumps when somebody sets the device's clock.

const MINUTE = 60;
const LAST_TEN = 10 * MINUTE;
const LAST_CALL = 10;
const ASTANA_AHEAD_MS = 5 * 3600 * 1000; // UTC+5; old browsers still believe in UTC+6

export class ServerClock {
  #monotonic;
  #low = -Infinity;
  #high = Infinity;
  #last = -Infinity;

  /** `monotonic()` gives milliseconds that never run backwards, e.g. performance.now. */
  constructor(monotonic) {
    this.#monotonic = monotonic;
  }

  /** Milliseconds on the clock that the moments below are taken from. */
  moment() {
    return this.#monotonic();
  }

  /** The server said `serverMs` in reply to what was sent and received at these moments. */
  heard(serverMs, sent, received) {
    const [low, high] = [serverMs - received, serverMs - sent];
    if (low > this.#high || high < this.#low) {
      [this.#low, this.#high] = [low, high]; // the device slept: what we knew is worth nothing
    } else {
      this.#low = Math.max(this.#low, low);
      this.#high = Math.min(this.#high, high);
    }
  }

  /** A time that came with the page itself: read before now, nobody knows how long before. */
  heardOnce(serverMs) {
    this.#low = Math.max(this.#low, serverMs - this.#monotonic());
    if (this.#high < this.#low) this.#high = Infinity;
  }

  /** The server's time now, whole milliseconds since 1970; it never runs backwards. */
  now() {
    const ahead = this.#high === Infinity ? this.#low : (this.#low + this.#high) / 2;
    this.#last = Math.max(this.#last, Math.floor(this.#monotonic() + ahead));
    return this.#last;
  }
}

/** Whether the time left is spoken when it falls from `before` to `seconds`: each minute of the
 *  last ten, each ten seconds of the last one. */
export function isSpoken(before, seconds) {
  if (seconds >= before || seconds > LAST_TEN) return false;
  const step = (value) => Math.ceil(value / (value <= MINUTE ? LAST_CALL : MINUTE));
  if (before > MINUTE && seconds <= MINUTE) return true;
  return seconds === 0 || step(before) !== step(seconds);
}

/** The words for the time left: whole minutes, seconds in the last minute. */
export function spokenTime(seconds, words) {
  return seconds > MINUTE
    ? words.minutesLeft.replace("{n}", Math.ceil(seconds / MINUTE))
    : words.secondsLeft.replace("{n}", seconds);
}

/** The time of day in Astana, "10:31:22". */
export function timeOfDay(ms) {
  return new Date(ms + ASTANA_AHEAD_MS).toISOString().slice(11, 19);
}
