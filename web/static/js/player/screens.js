// Which screen stands for which phase, and what the screens beside the question show.

import { clockFace } from "../modules/countdown.js";
import { byId } from "./view.js";

const OVER = new Set(["finished", "broken-off", "technical-failure"]);

export const isOver = (phase) => OVER.has(phase);

export class Screens {
  #view;
  #words;
  #notices;
  #connection;
  #leave;
  #putAway = 0; // late answers whose card was closed; the last screen offers the file again

  /** `leave()`: go to the page after the test, once nothing is left to do here. */
  constructor({ view, words, notices, connection, leave }) {
    this.#view = view;
    this.#words = words;
    this.#notices = notices;
    this.#connection = connection;
    this.#leave = leave;
    byId("late-close").addEventListener("click", () => {
      this.#putAway = Number(byId("late-count").textContent);
      byId("late").hidden = true;
    });
  }

  /** The server's state has been taken in: show its phase. */
  show(player, before) {
    const { state } = player;
    this.#notices.messages(state.messages);
    if (state.phase === "open") this.#open(state, before);
    else if (isOver(state.phase)) this.#over(state);
    else this.#beforeSection(state);
  }

  /** Delivery has gone on: counts, the sealed file, the way out. */
  progress(player) {
    const { state, queue, unsent } = player;
    const late = queue.aside.filter((entry) => !entry.exported).length;
    byId("late").hidden = late <= this.#putAway || isOver(state.phase);
    this.#view.write("late-count", String(late));
    if (!isOver(state.phase)) return;
    this.#view.write("over-unsent-count", String(unsent.length));
    byId("over-sending").hidden = queue.pending.length === 0;
    byId("over-file").hidden = late === 0;
    this.#view.write("over-file-count", String(late));
    const isDone = queue.pending.length === 0 && late === 0;
    byId("over-go").hidden = queue.pending.length > 0;
    if (isDone) this.#leave();
  }

  /** The time left of a break. */
  breakClock(seconds) {
    const text = Number.isFinite(seconds) ? clockFace(seconds) : "";
    this.#view.write("break-clock", text);
  }

  /** The card of a lost connection. */
  connection(player) {
    const { isLost } = this.#connection;
    const isShown = isLost && player.isLive && !isOver(player.state.phase);
    this.#notices.connection(
      isShown
        ? {
            inRow: this.#connection.inRow(),
            inAll: this.#connection.inAll(),
            unsent: player.unsent.length,
            isLasting: player.queue.isLasting,
          }
        : null,
    );
  }

  /** Answers are no longer taken from here: taken over, or the sign-in is over. */
  stopped(reason, player) {
    this.#notices.connection(null);
    this.#notices.word("");
    const name = reason === "taken-over" ? "device" : "token";
    this.#view.screen(name);
    const count = player.unsent.length;
    byId(`${name}-unsent`).hidden = count === 0;
    this.#view.write(`${name}-unsent-count`, String(count));
  }

  #open(state, before) {
    const section = state.sections[state.section];
    this.#view.screen("question");
    this.#view.write("bar-title", this.#view.text(section.title));
    if (!before) return;
    if (before.section !== state.section) {
      this.#view.say(this.#words.sectionBegun.replace("{title}", this.#view.text(section.title)));
      return;
    }
    const more = section.deadline_ms - before.sections[before.section].deadline_ms;
    if (more >= 1000) {
      this.#notices.word(this.#words.moreTime.replace("{n}", Math.round(more / 1000)));
    }
  }

  #beforeSection(state) {
    const next = state.sections.find((section) => section.status === "waiting");
    const name = state.phase === "prepared" ? "start" : "break";
    if (next) {
      this.#view.write(`${name}-title`, this.#view.text(next.title));
      this.#view.write(`${name}-questions`, String(next.questions));
      this.#view.write(`${name}-minutes`, String(next.minutes));
    }
    this.#view.screen(name);
  }

  #over(state) {
    this.#view.desk?.end(state.attempt);
    for (const note of document.querySelectorAll("[data-phase]")) {
      note.hidden = note.dataset.phase !== state.phase;
    }
    this.#view.screen("over");
  }
}
