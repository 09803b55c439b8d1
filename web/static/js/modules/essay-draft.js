// The text of an essay on its way from the page to the server. It lies in the browser's store from
// the first key on until the server has confirmed it, so that nothing depends on the connection.
//
//   saved ──typed──▶ unsaved ──reply──▶ saved
//                      │  ▲
//                lost  ▼  │ after 1 2 4 8 15 s, or at once when the connection is back
//                    lost (kept on this device, or in this window alone)
//   another window has saved ──▶ newer: nothing is sent until the writer has chosen
//   time is over, handed in, signed out, too long ──▶ stopped with that word

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];
const REST_MS = 1200; // after the last key
const LONGEST_MS = 8000; // while the writer types on and on

export const clockwork = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer),
  now: () => Date.now(),
};

/**
 * What a fresh page begins with: the server's text, or the one that an earlier page has left here.
 * Gives {text, adopted, offers, gone}: what is taken up, what the writer is asked about, and what
 * the server has already.
 */
export function pickUp(server, leftovers) {
  const isNews = ({ text }) => text.trim() !== "" && text !== server.text;
  const news = leftovers.filter(isNews).sort((one, other) => other.at - one.at);
  const gone = leftovers.filter((one) => !isNews(one));
  const [first] = news;
  // written on what the server has, or on what it has got of us without our hearing of it
  const fits = news.length === 1 && (first.after === server.ordinal || first.sent.includes(server.text));
  if (fits) return { text: first.text, adopted: [first], offers: [], gone };
  return { text: server.text, adopted: [], offers: news, gone };
}

export class Draft {
  #ordinal;
  #onServer; // the text that the server has as its newest
  #text;
  #sent = new Set(); // what was sent and has no reply: the server may have it all the same
  #store;
  #send;
  #tell;
  #clock;
  #timer = null;
  #since = null; // when the oldest key was typed that is not saved
  #failures = 0;
  #turn = null; // the request under way
  #kept = true;
  state = "saved";

  /**
   * `store` = {put({text, after, sent: [texts]}) → was it kept, drop()}; `send(text, after)` gives
   * {kind: "saved" | "newer" | "lost" | "stopped", …}; `tell` = {state(draft), newer({ordinal, text})}.
   */
  constructor({ ordinal, text, store, send, tell, clock = clockwork }) {
    this.#ordinal = ordinal;
    this.#onServer = text;
    this.#text = text;
    this.#store = store;
    this.#send = send;
    this.#tell = tell;
    this.#clock = clock;
  }

  get text() {
    return this.#text;
  }

  get ordinal() {
    return this.#ordinal;
  }

  /** Whether a reload of the page would find the text that is not saved. */
  get isKept() {
    return this.#kept;
  }

  get isSaved() {
    return this.#text === this.#onServer;
  }

  /** The text is another one now. */
  type(text) {
    this.#text = text;
    this.#keep();
    if (this.state === "saved" || this.state === "too-long") this.#be("unsaved");
    if (this.isSaved && !this.#turn && this.#mayGo()) return this.#settle();
    this.#since ??= this.#clock.now();
    if (this.state === "unsaved") this.#plan(this.#rest());
  }

  /** Send at once what is not saved; resolves to whether the server has it all. */
  async flush() {
    if (this.#turn) await this.#turn;
    if (!this.isSaved && this.#mayGo()) {
      this.#failures = 0;
      await this.#go();
    }
    return this.isSaved;
  }

  /** The writer has read the other window's text and goes on with this one. */
  async overrule(ordinal, theirs) {
    this.#ordinal = ordinal;
    this.#onServer = theirs;
    await this.#goOn();
  }

  /** Take up the other window's text instead of this one. */
  async adopt(ordinal, theirs) {
    this.#text = theirs;
    await this.overrule(ordinal, theirs);
  }

  /** Take up another text instead of this one. */
  async replace(text) {
    this.#text = text;
    await this.#goOn();
  }

  /** Nothing is sent any more. */
  stop(word) {
    this.#clock.clear(this.#timer);
    this.#be(word);
  }

  async #goOn() {
    this.#be("unsaved");
    this.#keep();
    if (this.isSaved) this.#settle();
    else await this.flush();
  }

  #mayGo() {
    return this.state === "unsaved" || this.state === "lost" || this.state === "signed-out";
  }

  #rest() {
    const typed = this.#clock.now() - this.#since;
    return Math.max(0, Math.min(REST_MS, LONGEST_MS - typed));
  }

  #plan(ms) {
    this.#clock.clear(this.#timer);
    this.#timer = this.#clock.set(() => this.#turn ?? this.#go(), ms);
  }

  #go() {
    this.#clock.clear(this.#timer);
    this.#turn = this.#deliver().finally(() => {
      this.#turn = null;
      if (this.state === "unsaved" && !this.isSaved) this.#plan(this.#rest());
    });
    return this.#turn;
  }

  async #deliver() {
    const [text, after] = [this.#text, this.#ordinal];
    this.#sent.add(text);
    this.#keep();
    const reply = await this.#send(text, after);
    if (reply.kind === "lost") return this.#lost();
    if (reply.kind === "saved") return this.#saved(reply, text);
    if (reply.kind === "newer") return this.#newer(reply);
    return this.#be(reply.code);
  }

  #lost() {
    this.#keep();
    this.#be("lost");
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)];
    this.#failures += 1;
    this.#plan(pause);
  }

  #saved({ ordinal }, text) {
    this.#ordinal = ordinal;
    this.#onServer = text;
    this.#sent.clear();
    this.#failures = 0;
    this.#since = this.#clock.now();
    if (this.isSaved) this.#settle();
    else {
      this.#keep();
      this.#be("unsaved");
    }
  }

  #newer({ ordinal, text }) {
    if (this.#sent.has(text)) {
      // our own: it had arrived, only the reply had not
      this.#sent.clear();
      this.#ordinal = ordinal;
      this.#onServer = text;
      this.#be("unsaved");
      this.#keep();
      return;
    }
    this.#be("newer");
    this.#tell.newer({ ordinal, text });
  }

  #settle() {
    this.#clock.clear(this.#timer);
    this.#since = null;
    this.#store.drop();
    this.#be("saved");
  }

  #keep() {
    this.#kept = this.#store.put({ text: this.#text, after: this.#ordinal, sent: [...this.#sent] });
  }

  #be(state) {
    this.state = state;
    this.#tell.state(this);
  }
}
