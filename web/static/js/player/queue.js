// Answers on their way to the server, in their order, each with the number (seq) of the receipt it
// will get. They lie sealed in the store until their receipt has come, so a reload loses nothing;
// the number makes sure that sending one twice saves it once.

const FIELDS = ["section", "position", "choice", "flagged", "answered_ms"];

/** An entry as the server takes it. */
export function wire(entry) {
  return Object.fromEntries(["seq", ...FIELDS].map((name) => [name, entry[name]]));
}

export class Queue {
  #store;
  #seal;
  #attempt;
  #entries = [];
  #kept = true;

  /** `seal` null: the browser cannot encrypt, so entries stay in the page's memory only. */
  constructor({ store, seal, attempt }) {
    this.#store = store;
    this.#seal = seal;
    this.#attempt = attempt;
  }

  /** Take in what an earlier page left. */
  async load() {
    const rows = await this.#store.all();
    const found = [];
    for (const row of rows.sort((one, other) => one.place - other.place)) {
      try {
        found.push({ ...(await this.#seal.open(row)), ...plain(row), row, ready: true });
      } catch {
        // sealed with another key: not ours to read or to throw away
      }
    }
    this.#entries = [...found, ...this.#entries];
  }

  /** Entries to be delivered, in their order. */
  get pending() {
    return this.#entries.filter((entry) => !entry.aside);
  }

  /** Entries that the server takes no more: for the sealed file. */
  get aside() {
    return this.#entries.filter((entry) => entry.aside);
  }

  /** Whether a reload of the page would find what is unsent. */
  get isLasting() {
    return this.#kept && this.#store.isLasting;
  }

  /** Put an answer at the end: {entry, stored}; `stored` resolves when it is (or cannot be). */
  add(answer, { head, generation }) {
    const entry = {
      ...Object.fromEntries(FIELDS.map((name) => [name, answer[name]])),
      answered_ms: Math.max(answer.answered_ms, (this.#entries.at(-1)?.answered_ms ?? 0) + 1),
      generation,
      seq: Math.max(head.seq, this.pending.at(-1)?.seq ?? 0) + 1,
      aside: false,
      exported: false,
      ready: false,
    };
    this.#entries.push(entry);
    const stored = this.#persist(entry).then(() => {
      entry.ready = true;
    });
    return { entry, stored };
  }

  /** The next entries to send: stored, consecutive, of one section, at most `limit`. */
  batch(limit) {
    const batch = [];
    for (const entry of this.pending) {
      const first = batch[0] ?? entry;
      if (!entry.ready || entry.section !== first.section || batch.length === limit) break;
      batch.push(entry);
    }
    return batch;
  }

  /** The receipts of these entries have come. */
  async settle(entries) {
    const gone = new Set(entries);
    this.#entries = this.#entries.filter((entry) => !gone.has(entry));
    await this.#remove(entries);
  }

  /** Fit the numbers to the server's head; what the server already has is settled. */
  async renumber(state) {
    const settled = settledBy(state, this.pending);
    if (settled.length) await this.settle(settled);
    let seq = state.head.seq;
    const changed = [];
    for (const entry of this.pending) {
      seq += 1;
      if (entry.seq !== seq) {
        entry.seq = seq;
        changed.push(entry);
      }
    }
    await this.#update(changed);
  }

  /** The server takes these no more: keep them for the sealed file. Number the rest anew next. */
  async setAside(entries) {
    for (const entry of entries) entry.aside = true;
    await this.#update(entries);
  }

  /** The sealed file with these entries has been handed out. */
  async markExported(entries) {
    for (const entry of entries) entry.exported = true;
    await this.#update(entries);
  }

  async #persist(entry) {
    if (!this.#seal) {
      this.#kept = false;
      return;
    }
    try {
      const content = { generation: entry.generation };
      for (const name of FIELDS) content[name] = entry[name];
      entry.row = { attempt: this.#attempt, ...(await this.#seal.close(content)) };
      const stored = plain(entry);
      entry.row.place = await this.#store.add({ ...entry.row, ...stored });
      // numbered anew while it was being written
      if (entry.seq !== stored.seq || entry.aside) await this.#update([entry]);
    } catch {
      entry.row = null;
      this.#kept = false; // the answer still goes to the server from the page's memory
    }
  }

  async #update(entries) {
    const rows = entries.filter((entry) => entry.row?.place !== undefined);
    if (rows.length === 0) return;
    try {
      await this.#store.put(rows.map((entry) => ({ ...entry.row, ...plain(entry) })));
    } catch {
      this.#kept = false;
    }
  }

  async #remove(entries) {
    const places = entries.map((entry) => entry.row?.place).filter((place) => place !== undefined);
    if (places.length === 0) return;
    try {
      await this.#store.remove(places);
    } catch {
      this.#kept = false; // it will be sent once more and get the same receipt
    }
  }
}

function plain({ seq, aside, exported }) {
  return { seq, aside, exported };
}

/** Which of these entries the server has, or has newer answers to their questions than. */
export function settledBy(state, entries) {
  const done = new Set();
  // newest first: with the last answer to a question those before it are settled too
  return [...entries].reverse().filter((entry) => {
    const question = `${entry.section}.${entry.position}`;
    if (!done.has(question) && hasAlready(state, entry)) done.add(question);
    return done.has(question);
  });
}

function hasAlready(state, entry) {
  // numbers given out under one generation are this browser's own
  const isOurs = entry.generation === state.generation && entry.seq <= state.head.seq;
  if (entry.section !== state.section) return isOurs;
  const newest = state.answers.find((answer) => answer.position === entry.position);
  if (!newest) return false;
  const isSame = newest.choice === entry.choice && newest.flagged === entry.flagged;
  if (isSame || newest.answered_ms === undefined) return isSame || isOurs;
  return newest.answered_ms >= entry.answered_ms;
}
