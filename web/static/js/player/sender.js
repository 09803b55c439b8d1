// Delivers the queue: one request at a time, in order, until every answer has its receipt.
//
//   idle ──answer──▶ sending ──receipts──▶ idle
//                      │  ▲
//                lost  ▼  │ after 1 2 4 8 15 s, or at once when the connection is back
//                    waiting
//   taken-over, token ──▶ stopped      closed ──▶ those entries aside, the rest goes on
//   out-of-step ──▶ ask for the state, number anew, go on

import { faultOf } from "./chain.js";
import { wire } from "./queue.js";

const MOST = 50;
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];
const MISFITS = 3;

export const timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

export class Sender {
  #attempt;
  #queue;
  #transport;
  #fetchState;
  #tell;
  #timers;
  #failures = 0;
  #misfits = 0;
  #limit = MOST;
  #running = false;
  #turn = Promise.resolve();
  #wake = null;
  status = "idle";
  reason = "";

  /**
   * `fetchState()` asks the server and gives the state, or null where it did not answer.
   * `tell` = {adopted(state), saved(receipts), status(sender), aside(entries), stopped(reason)}.
   */
  constructor({ attempt, queue, transport, fetchState, tell, clockwork = timers }) {
    this.#attempt = attempt;
    this.#queue = queue;
    this.#transport = transport;
    this.#fetchState = fetchState;
    this.#tell = tell;
    this.#timers = clockwork;
    this.head = null;
  }

  /** Take the server's state as the truth; call it inside `alone` or before the first send. */
  async adopt(state) {
    this.head = state.head;
    await this.#queue.renumber(state);
    this.#tell.adopted(state);
  }

  /** Run `work` while no answers are on their way: what it learns about the head stays true. */
  alone(work) {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Something is to be sent. `now`: do not wait until the pause is over. */
  nudge({ now = false } = {}) {
    if (this.status === "stopped") return;
    if (now && this.#wake) this.#wake();
    if (!this.#running) this.#run();
  }

  stop(reason = "left") {
    if (this.status === "stopped") return;
    this.reason = reason;
    this.#be("stopped");
    if (this.#wake) this.#wake();
  }

  /** The page goes away: send what it can carry; the reply is for nobody. */
  part() {
    const batch = this.#queue.batch(MOST);
    if (batch.length === 0 || this.status === "stopped") return;
    const body = { head: this.head, answers: batch.map(wire) };
    this.#transport.post("answers", body, { parting: true });
  }

  async #run() {
    this.#running = true;
    while (this.status !== "stopped" && this.#queue.batch(1).length > 0) {
      const pause = await this.alone(() => this.#deliver());
      if (pause > 0 && this.status !== "stopped") await this.#rest(pause);
    }
    this.#running = false;
    if (this.status !== "stopped") this.#be("idle");
  }

  /** One request; gives the milliseconds to wait before the next. */
  async #deliver() {
    const batch = this.#queue.batch(this.#limit);
    if (batch.length === 0 || this.status === "stopped") return 0;
    this.#be("sending");
    const body = { head: this.head, answers: batch.map(wire) };
    const reply = await this.#transport.post("answers", body);
    if (this.status === "stopped") return 0;
    if (reply.kind === "lost") return this.#pause();
    if (reply.kind === "ok") return this.#receive(batch, body, reply.data);
    if (reply.code === "closed") return this.#closed(batch);
    if (reply.code === "out-of-step") return this.#misfit();
    if (reply.code === "taken-over" || reply.status === 401) {
      this.stop(reply.code === "taken-over" ? "taken-over" : "token");
      this.#tell.stopped(this.reason);
      return 0;
    }
    return this.#pause();
  }

  async #receive(batch, { head, answers }, reply) {
    if (await faultOf({ attempt: this.#attempt, head, sent: answers, reply })) {
      return this.#misfit();
    }
    this.head = reply.head;
    this.#failures = 0;
    this.#misfits = 0;
    this.#limit = MOST;
    await this.#queue.settle(batch);
    this.#tell.saved(reply.receipts);
    return 0;
  }

  /** The receipts and our numbers do not fit: the server's state says how to go on. */
  async #misfit() {
    this.#misfits += 1;
    const state = await this.#fetchState();
    if (!state) return this.#pause();
    await this.adopt(state);
    return this.#misfits < MISFITS ? 0 : this.#pause();
  }

  /** One of the batch is refused: find out which, one by one; those after it would be too. */
  async #closed(batch) {
    if (batch.length > 1) {
      this.#limit = 1;
      return 0;
    }
    const [refused] = batch;
    const state = await this.#fetchState();
    if (!state) return this.#pause();
    await this.adopt(state);
    if (deadlineOf(state, refused.section) > refused.answered_ms && this.#misfits < MISFITS) {
      this.#misfits += 1; // the section has got more time meanwhile
      return this.#pause();
    }
    const late = this.#queue.pending.filter((entry) => entry.section === refused.section);
    await this.#queue.setAside(late);
    await this.adopt(state);
    this.#limit = MOST;
    this.#tell.aside(late);
    return 0;
  }

  #pause() {
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)];
    this.#failures += 1;
    return pause * (0.75 + this.#timers.random() / 2);
  }

  #rest(ms) {
    this.#be("waiting");
    return new Promise((resolve) => {
      const timer = this.#timers.set(() => this.#wake(), ms);
      this.#wake = () => {
        this.#timers.clear(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  #be(status) {
    if (this.status === status) return;
    this.status = status;
    this.#tell.status(this);
  }
}

/** Until when the state's open section takes answers; 0 for any other section. */
function deadlineOf(state, section) {
  return state.section === section ? (state.sections[section]?.deadline_ms ?? 0) : 0;
}
