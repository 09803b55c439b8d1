import assert from "node:assert/strict";
import { test } from "node:test";

import { forget, keep, recall } from "../../web/static/js/modules/notepad.js";

class Storage {
  #kept = new Map();

  get length() {
    return this.#kept.size;
  }

  key(index) {
    return [...this.#kept.keys()][index] ?? null;
  }

  getItem(name) {
    return this.#kept.get(name) ?? null;
  }

  setItem(name, text) {
    this.#kept.set(name, text);
  }

  removeItem(name) {
    this.#kept.delete(name);
  }
}

test("notes are kept for their attempt and come back", () => {
  const storage = new Storage();
  keep(storage, "one", "12 × 3");
  assert.equal(recall(storage, "one"), "12 × 3");
});

test("another attempt does not see them, and they are gone then", () => {
  const storage = new Storage();
  keep(storage, "one", "mine");
  assert.equal(recall(storage, "two"), "");
  assert.equal(recall(storage, "one"), "");
});

test("at the end they are forgotten, and nothing else is", () => {
  const storage = new Storage();
  storage.setItem("synaq-player-settings", "{}");
  keep(storage, "one", "mine");
  forget(storage, "one");
  assert.deepEqual([storage.length, storage.key(0)], [1, "synaq-player-settings"]);
});

test("an emptied pad keeps nothing", () => {
  const storage = new Storage();
  keep(storage, "one", "mine");
  keep(storage, "one", "");
  assert.equal(storage.length, 0);
});
