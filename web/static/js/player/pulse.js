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
  #isDelivering = false;
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

  /** The connection is in doubt: find out soon. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.beat(), WHEN_LOST_MS);
  }

  /** Beat now, and from now on regularly. */
  async beat() {
    clearTimeout(this.#timer);
    if (this.#isBeating || !this.#player.isLive || isOver(this.#player.state.phase)) return;
    this.#isBeating = true;
    const reply = await this.#transport.post("heartbeat", {});
    this.#isBeating = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.beat(), reply.kind === "lost" ? WHEN_LOST_MS : EVERY_MS);
    if (reply.kind === "lost") return;
    if (reply.kind === "refused" || isNews(this.#player.state, reply.data)) {
      await this.#player.refresh();
    }
    await this.#deliver();
  }

  /** No more beats. */
  end() {
    clearTimeout(this.#timer);
  }

  async #deliver() {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    while (this.#letters.length > 0) {
      const [{ path, body }] = this.#letters;
      const reply = await this.#transport.post(path, body);
      if (reply.kind === "lost") break;
      this.#letters.shift();
    }
    this.#isDelivering = false;
  }
}
