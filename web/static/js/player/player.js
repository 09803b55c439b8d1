// The test as it is taken: what the server says is shown, what the candidate does is queued, and
// nothing is decided here that the server decides.

import { Answers } from "./answers.js";
import { isSpoken, spokenTime, timeOfDay } from "./clock.js";
import { secondsLeft } from "../modules/countdown.js";
import { nextSize } from "./kept.js";
import { cells, groups, neighbour, placesOf, startingPosition, summary } from "./palette.js";
import { Sender } from "./sender.js";

const ASK_AGAIN_MS = 2000;

export class Player {
  #parts;
  #answers = new Answers();
  #left = Infinity;
  #askedAt = -Infinity;
  #waiters = [];
  #isClosing = false;
  #isAsking = false;
  state = null;
  position = null;

  /** `parts`: words, view, notices, dialog, screens, clock, connection, transport, kept,
   *  places; see main.js. */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Go live with this state and queue. */
  async begin(state, queue) {
    this.queue = queue;
    this.sender = new Sender({
      attempt: state.attempt,
      queue,
      transport: this.#parts.transport,
      fetchState: () => this.#fetch(),
      tell: {
        adopted: (adopted) => this.#take(adopted),
        saved: (receipts) => this.#saved(receipts),
        status: () => this.update(),
        aside: () => this.update(),
        stopped: (reason) => this.#parts.screens.stopped(reason, this),
      },
    });
    await this.sender.adopt(state);
    this.sender.nudge();
  }

  /** This tab is no longer the one that counts. */
  end(reason) {
    this.sender?.stop(reason);
  }

  get isLive() {
    return this.sender !== undefined && this.sender.status !== "stopped";
  }

  get isOpen() {
    return this.isLive && this.state.phase === "open" && this.#timeLeft() > 0;
  }

  get item() {
    return this.state.paper.find((item) => item.position === this.position);
  }

  /** The language in which the questions stand. */
  get reading() {
    return this.#language() === "ru" ? "ru" : "kk";
  }

  get cells() {
    return cells(this.state.paper, this.#answers, this.position);
  }

  get summary() {
    return summary(this.cells);
  }

  /** Ask the server how things stand; gives the state or null. */
  refresh() {
    return this.#alone(() => this.#fetch());
  }

  /** Post something whose reply is the new state; gives the reply. */
  async command(path, body) {
    let reply;
    await this.#alone(async () => {
      reply = await this.#parts.transport.post(path, body);
      return reply.kind === "ok" ? reply.data : this.#fetch();
    });
    return reply;
  }

  /** Whether every answer has its receipt; waits while they are being delivered. */
  async delivered() {
    this.sender.nudge({ now: true });
    while (this.queue.pending.length > 0) {
      if (!this.isLive || this.sender.status === "waiting") return false;
      await new Promise((resolve) => {
        this.#waiters.push(resolve);
      });
    }
    return true;
  }

  /** `which`: of a situation's two marks; one course cannot be both, so the other gives way. */
  choose(choice, which = 0) {
    if (!this.#parts.view.marks.has(choice)) return;
    const places = placesOf(this.item);
    const place = places[which];
    if (choice === this.#answers.at(place).choice) return;
    for (const other of places) {
      if (other !== place && this.#answers.at(other).choice === choice) this.#mark(other, null);
    }
    this.#mark(place, choice);
  }

  takeBack() {
    for (const place of placesOf(this.item)) {
      if (this.#answers.at(place).choice !== null) this.#mark(place, null);
    }
  }

  flag() {
    const [place] = placesOf(this.item); // a question's flag stands at the first of its places
    const { choice, flagged } = this.#answers.at(place);
    this.#give(place, { choice, flagged: !flagged });
    this.#parts.view.say(flagged ? this.#parts.words.flagOff : this.#parts.words.flagOn);
  }

  move(by) {
    this.go(neighbour(this.state.paper, this.position, by));
  }

  go(position) {
    if (position === this.position || !this.state.paper.length) return;
    this.position = position;
    this.#parts.places.set(this.#place(), position);
    this.#showQuestion({ isFocused: true });
    this.update();
  }

  language(wanted) {
    if (!this.item || (wanted && !this.item[wanted])) return;
    const next = wanted ?? (this.#language() === "kk" ? "ru" : "kk");
    if (!this.item[next]) return;
    this.#parts.kept.set("language", next);
    this.#showQuestion({ isFocused: false });
  }

  size(by) {
    const { kept, view } = this.#parts;
    const size = nextSize(kept.get("size", this.#usualSize()), by);
    kept.set("size", size);
    view.size(size);
  }

  /** A moment has passed: bring clocks and counts up to date, ask the server when time is over. */
  tick() {
    if (!this.isLive || !this.state) return;
    const { view, words, screens } = this.#parts;
    const left = this.#timeLeft();
    if (this.state.phase === "open" && left !== this.#left) {
      const spoken = isSpoken(this.#left, left);
      view.clock(left, spoken ? spokenTime(left, words) : "");
      this.#left = left;
      if (left === 0) this.#closing();
    }
    if (this.state.phase === "between") screens.breakClock(left);
    if (left === 0) this.#askAgain();
    screens.connection(this);
  }

  /** What the server has not taken yet, in the order of answering. */
  get unsent() {
    return [...this.queue.aside, ...this.queue.pending];
  }

  /** Show what is answered, saved, kept. */
  update() {
    for (const wake of this.#waiters.splice(0)) wake();
    if (!this.state) return;
    this.#parts.screens.progress(this);
    if (!this.item) return;
    const { view, dialog } = this.#parts;
    view.enable(this.isOpen);
    const given = this.#given();
    view.answer(
      { choices: given.map(({ choice }) => choice), flagged: given[0].flagged },
      this.#savingState(given),
    );
    const counted = this.summary;
    view.palette(this.cells, counted);
    dialog.update(counted);
  }

  async #fetch() {
    const { transport, screens } = this.#parts;
    const reply = await transport.get("state");
    if (reply.kind === "ok") return reply.data;
    if (reply.kind === "refused" && (reply.status === 401 || reply.code === "taken-over")) {
      this.end(reply.code);
      screens.stopped(reply.code === "taken-over" ? "taken-over" : "token", this);
    }
    return null;
  }

  #alone(ask) {
    return this.sender.alone(async () => {
      const state = await ask();
      if (state && this.isLive) await this.sender.adopt(state);
      return state;
    });
  }

  #take(state) {
    const before = this.state;
    this.state = state;
    if (state.token) this.#parts.transport.useToken(state.token);
    const mine = this.queue.pending.filter((entry) => entry.section === state.section);
    this.#answers.adopt(state.section, state.answers, mine);
    this.#left = Infinity;
    if (this.#isClosing && this.#timeLeft() > 0) {
      this.#isClosing = false;
      this.#parts.notices.word("");
    }
    if (state.phase === "open" && (before?.section !== state.section || !this.item)) {
      this.#showPaper({ isFocused: before !== null });
    }
    this.#parts.screens.show(this, before);
    this.update();
    this.tick();
  }

  #showPaper({ isFocused }) {
    const { view, kept, places, dialog } = this.#parts;
    this.position = startingPosition(this.cells, places.get(this.#place()));
    view.makePalette(groups(this.cells, document.documentElement.lang));
    view.size(kept.get("size", this.#usualSize()));
    this.#showQuestion({ isFocused });
    dialog.close();
  }

  #saved(receipts) {
    this.#answers.receive(receipts);
    const places = this.item ? placesOf(this.item) : [];
    if (receipts.some(({ position }) => places.includes(position)) && !this.#isUnsaved()) {
      this.#parts.view.say(this.#parts.words.saved);
    }
    this.update();
  }

  #mark(place, choice) {
    this.#give(place, { choice, flagged: this.#answers.at(place).flagged });
  }

  /** What stands at the places of the question shown. */
  #given() {
    return placesOf(this.item).map((place) => this.#answers.at(place));
  }

  #isUnsaved() {
    return placesOf(this.item).some((place) => this.#answers.isUnsaved(place));
  }

  async #give(position, { choice, flagged }) {
    if (!this.isOpen) {
      this.update();
      return;
    }
    const answer = {
      section: this.state.section,
      position,
      choice,
      flagged,
      answered_ms: this.#parts.clock.now(),
    };
    const mark = { head: this.sender.head, generation: this.state.generation };
    const { entry, stored } = this.queue.add(answer, mark);
    this.#answers.give(entry);
    this.update();
    await stored;
    this.sender.nudge();
  }

  #showQuestion({ isFocused }) {
    const count = this.state.paper.length;
    this.#parts.view.question(this.item, { language: this.#language(), count, isFocused });
  }

  #language() {
    const wanted = document.documentElement.lang === "ru" ? "ru" : "kk";
    return this.#parts.kept.get("language", wanted);
  }

  #usualSize() {
    return this.state.large_print ? "large" : "normal";
  }

  #place() {
    return `${this.state.attempt}-${this.state.section}`;
  }

  #timeLeft() {
    const { section, sections, break_until_ms: until } = this.state;
    const end = section === null ? until : sections[section].deadline_ms;
    return end ? secondsLeft(end, this.#parts.clock.now()) : Infinity;
  }

  #closing() {
    const { notices, words, dialog } = this.#parts;
    this.#isClosing = true;
    dialog.close();
    this.update();
    notices.word(words.timeIsUp, { stays: true });
  }

  async #askAgain() {
    const moment = this.#parts.clock.moment();
    if (this.#isAsking || moment - this.#askedAt < ASK_AGAIN_MS) return;
    this.#askedAt = moment;
    this.#isAsking = true;
    this.sender.nudge({ now: true });
    await this.refresh();
    this.#isAsking = false;
  }

  #savingState(given) {
    const { words } = this.#parts;
    if (this.#isUnsaved()) {
      if (this.sender.status !== "waiting" && !this.#parts.connection.isLost) {
        return { kind: "saving", text: words.saving };
      }
      return { kind: "kept", text: this.queue.isLasting ? words.kept : words.keptInPage };
    }
    const told = given.filter(({ choice, flagged }) => choice !== null || flagged);
    if (told.length === 0) {
      const isNew = given.every(({ saved }) => saved === null);
      return { kind: "none", text: isNew ? words.notAnsweredYet : words.takenBack };
    }
    const saved = Math.max(...told.map((mark) => mark.saved));
    const text = saved > 0 ? words.savedAt.replace("{time}", timeOfDay(saved)) : words.saved;
    const missing = given.findIndex(({ choice }) => choice === null);
    const isHalf = given.length > 1 && missing >= 0;
    return { kind: "saved", text: isHalf ? `${text}. ${words.missing[missing]}` : text };
  }
}
