// Texts of essays in the browser's store, one place for each page that is open: two windows do not
// write over each other, and a fresh page finds what the earlier ones have left.

const PREFIX = "synaq-essay:";

export class DraftStore {
  #storage;
  #essay;
  #place;
  #adopted = [];

  /** `page` sets this page's place apart from those of others; any text that is new each time. */
  constructor({ storage, essay, page, now = Date.now }) {
    this.#storage = storage;
    this.#essay = `${PREFIX}${essay}:`;
    this.#place = this.#essay + page;
    this.now = now;
  }

  /** Keep a text; false where the browser keeps nothing (private windows, no room). */
  put({ text, after, sent }) {
    return this.#write(this.#place, { text, after, sent });
  }

  /** Keep a text that the writer has put aside; it is offered again. */
  putAside(text) {
    return this.#write(`${this.#place}:aside`, { text, after: -1, sent: [] });
  }

  forgetAside() {
    this.#remove(`${this.#place}:aside`);
  }

  /** The server has it all: forget this page's text, and those that it has taken up. */
  drop() {
    this.#remove(this.#place);
    for (const { name, raw } of this.#adopted.splice(0)) {
      if (this.#read(name) === raw) this.#remove(name);
    }
  }

  /** What other pages have left: [{text, after, sent, at, name, raw}]. */
  leftovers() {
    const found = [];
    for (const name of this.#names()) {
      const raw = this.#read(name);
      try {
        const { text, after, sent, at } = JSON.parse(raw);
        found.push({ text: String(text), after, sent: sent ?? [], at, name, raw });
      } catch {
        this.#remove(name); // not ours, or cut off
      }
    }
    return found;
  }

  /** These were taken up: they go when the server has confirmed what became of them. */
  adopt(leftovers) {
    this.#adopted.push(...leftovers);
  }

  forget({ name }) {
    this.#remove(name);
  }

  #names() {
    try {
      const all = Array.from({ length: this.#storage.length }, (_, at) => this.#storage.key(at));
      return all.filter((name) => name.startsWith(this.#essay) && name !== this.#place);
    } catch {
      return [];
    }
  }

  #write(name, content) {
    try {
      this.#storage.setItem(name, JSON.stringify({ ...content, at: this.now() }));
      return true;
    } catch {
      return false;
    }
  }

  #read(name) {
    try {
      return this.#storage.getItem(name);
    } catch {
      return null;
    }
  }

  #remove(name) {
    try {
      this.#storage.removeItem(name);
    } catch {
      // a store that cannot be written holds nothing of ours
    }
  }
}
