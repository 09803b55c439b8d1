// Where the rows of the queue lie: IndexedDB, or the page's memory where there is none.
// A row: {place, attempt, seq, aside, exported, iv, data}; only `data` says what was answered.

const NAME = "synaq-player";
const ROWS = "answers";

export class MemoryStore {
  #rows = new Map();
  #last = 0;

  constructor({ isLasting = false } = {}) {
    this.isLasting = isLasting;
  }

  async all() {
    return [...this.#rows.values()].map((row) => ({ ...row }));
  }

  async add(row) {
    this.#last += 1;
    this.#rows.set(this.#last, { ...row, place: this.#last });
    return this.#last;
  }

  async put(rows) {
    for (const row of rows) this.#rows.set(row.place, { ...row });
  }

  async remove(places) {
    for (const place of places) this.#rows.delete(place);
  }
}

/** The rows of one attempt in the browser's database. */
export class IndexedStore {
  #database;
  #attempt;
  isLasting = true;

  constructor(database, attempt) {
    this.#database = database;
    this.#attempt = attempt;
  }

  /** Throws where the browser has no database for us (private windows, no space left). */
  static async open(attempt) {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      const rows = opening.result.createObjectStore(ROWS, {
        keyPath: "place",
        autoIncrement: true,
      });
      rows.createIndex("attempt", "attempt");
    };
    return new IndexedStore(await done(opening), attempt);
  }

  async all() {
    const rows = this.#rows("readonly").index("attempt");
    return done(rows.getAll(IDBKeyRange.only(this.#attempt)));
  }

  async add(row) {
    return this.#write((rows) => rows.add(row));
  }

  async put(several) {
    return this.#write((rows) => several.forEach((row) => rows.put(row)));
  }

  async remove(places) {
    return this.#write((rows) => places.forEach((place) => rows.delete(place)));
  }

  #rows(mode, options) {
    return this.#database.transaction(ROWS, mode, options).objectStore(ROWS);
  }

  async #write(change) {
    // "strict": on the disk before we say it is kept
    const rows = this.#rows("readwrite", { durability: "strict" });
    const request = change(rows);
    await new Promise((resolve, reject) => {
      rows.transaction.oncomplete = resolve;
      rows.transaction.onabort = () => reject(rows.transaction.error);
    });
    return request?.result;
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
