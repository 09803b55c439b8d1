// Cards over the lower edge of the page: connection, messages, short words. They lie above the
// content, so nothing on the page moves when they come and go.

import { clockFace } from "../modules/countdown.js";
import { timeOfDay } from "./clock.js";
import { byId } from "./view.js";

const SHORT_WORD_MS = 8000;
const OFFER_FILE_AFTER_MS = 60_000;

export class Notices {
  #words;
  #timer = null;
  #message = null;

  constructor(words, { seen, getFile }) {
    this.#words = words;
    byId("message-read").addEventListener("click", () => {
      if (this.#message) seen(this.#message);
      byId("message").hidden = true;
    });
    for (const button of document.querySelectorAll("[data-sealed-file]")) {
      button.addEventListener("click", getFile);
    }
    byId("word-close").addEventListener("click", () => {
      byId("word").hidden = true;
    });
  }

  /** How long the connection is away and how much is unsent; null when it is back. */
  connection(loss) {
    const card = byId("connection");
    if (card.hidden !== (loss === null)) {
      card.hidden = loss === null;
      byId("connection-said").textContent = loss ? this.#words.connectionLost : "";
      if (!loss) byId("connection-file").open = false;
    }
    if (loss === null) return;
    const { inRow, inAll, unsent, isLasting } = loss;
    const write = (id, text) => {
      if (byId(id).textContent !== text) byId(id).textContent = text;
    };
    write("connection-time", clockFace(Math.floor(inRow / 1000)));
    write("connection-all", clockFace(Math.floor(inAll / 1000)));
    write("connection-unsent", String(unsent));
    byId("connection-kept").hidden = !isLasting;
    byId("connection-memory").hidden = isLasting;
    byId("connection-file").hidden = inRow < OFFER_FILE_AFTER_MS || unsent === 0;
  }

  /** The oldest message that has not been read yet, if any. */
  messages(all) {
    const next = all.find((message) => !message.seen);
    byId("message").hidden = !next;
    if (!next || next.id === this.#message) return;
    this.#message = next.id;
    byId("message-at").textContent = timeOfDay(next.at_ms).slice(0, 5);
    byId("message-text").textContent = next.text;
  }

  /** A sentence that stays for a while, or until it is taken back (`stays`). */
  word(text, { stays = false } = {}) {
    clearTimeout(this.#timer);
    byId("word").hidden = text === "";
    byId("word-close").hidden = stays;
    if (byId("word-text").textContent !== text) byId("word-text").textContent = text;
    if (text && !stays) this.#timer = setTimeout(() => this.word(""), SHORT_WORD_MS);
  }
}

/** Hand a text to the candidate as a file. */
export function download({ name, text }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
