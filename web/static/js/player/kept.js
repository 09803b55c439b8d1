// What the candidate has set for this browser: text size, language of the questions, and so on.
// Nothing of the test itself lies here.

const NAME = "synaq-player-settings";
export const SIZES = ["small", "normal", "large", "larger"];

export class Kept {
  #storage;
  #values = {};

  constructor(storage) {
    this.#storage = storage;
    try {
      this.#values = JSON.parse(storage.getItem(NAME) ?? "{}");
    } catch {
      this.#values = {}; // switched off or spoilt: the settings last as long as the page
    }
  }

  get(name, otherwise) {
    return this.#values[name] ?? otherwise;
  }

  set(name, value) {
    this.#values[name] = value;
    try {
      this.#storage.setItem(NAME, JSON.stringify(this.#values));
    } catch {
      // see the constructor
    }
  }
}

/** The size that is `by` steps from `size`; 0 leads back to the middle. */
export function nextSize(size, by) {
  if (by === 0) return "normal";
  const place = SIZES.indexOf(size) + by;
  return SIZES[Math.min(SIZES.length - 1, Math.max(0, place))];
}
