// The heartbeat: the server hears that the player is there, the player hears what has changed.

import { isOver } from "./screens.js";

const EVERY_MS = 10_000;
const WHEN_LOST_MS = 3000;

/** Whether the heartbeat's reply tells of something that is not on the screen yet. */
export function isNews(state, beat) {
  const deadline = state.section === null ? null : state.sections[state.section].deadline_ms;
  return (
    beat.phase !== state.phase ||
    beat.section !== state.section ||
    beat.told !== state.told ||
    (state.section !== null && beat.deadline_ms !== deadline) ||
    beat.generation !== state.generation
  );
}

export class Pulse {
  #player;
  #transport;
  #timer = null;
  #isBeating = false;
  #letters = [];

  constructor({ player, transport }) {
    this.#player = player;
    this.#transport = transport;
  }

  /** Something small that must arrive some time: an event, "seen". */
  post(path, body) {
    this.#letters.push({ path, body });
    this.#deliver();
  }

  /** Beat now, and from now on regularly. */
  async beat() {
    clearTimeout(this.#timer);
    if (this.#isBeating || !this.#player.isLive || isOver(this.#player.state.phase)) return;
    this.#isBeating = true;
    const reply = await this.#transport.post("heartbeat", {});
    this.#isBeating = false;
    this.#timer = setTimeout(() => this.beat(), reply.kind === "lost" ? WHEN_LOST_MS : EVERY_MS);
    if (reply.kind === "lost") return;
    if (reply.kind === "refused" || isNews(this.#player.state, reply.data)) {
      await this.#player.refresh();
    }
    await this.#deliver();
  }

  async #deliver() {
    const letters = this.#letters.splice(0);
    for (const [index, letter] of letters.entries()) {
      const reply = await this.#transport.post(letter.path, letter.body);
      if (reply.kind === "lost") {
        this.#letters.unshift(...letters.slice(index));
        return;
      }
    }
  }
}
