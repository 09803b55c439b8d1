// What is answered where in the open section: the server's answers with those that are on their
// way laid over them. An answer counts as saved only when the server has said so.

const NONE = Object.freeze({ choice: null, flagged: false, saved: null });

export class Answers {
  #saved = new Map();
  #given = new Map();

  /** Take the server's answers of the section; `pending`: what is not yet delivered. */
  adopt(section, answers, pending) {
    this.section = section;
    this.#saved = new Map(
      answers.map(({ position, choice, flagged, received_ms: at }) => [
        position,
        { choice, flagged, saved: at ?? 0 },
      ]),
    );
    this.#given.clear();
    for (const entry of pending) this.give(entry);
  }

  /** The candidate has answered; nobody but this device knows yet. */
  give(entry) {
    if (entry.section === this.section) this.#given.set(entry.position, entry);
  }

  /** The server has saved these. */
  receive(receipts) {
    for (const receipt of receipts) {
      const { seq, section, position, choice, flagged, received_ms: saved } = receipt;
      if (section !== this.section) continue;
      this.#saved.set(position, { choice, flagged, saved });
      // by its number, not by its time: the server moves a time back that lies in its future
      if ((this.#given.get(position)?.seq ?? Infinity) <= seq) this.#given.delete(position);
    }
  }

  /** {choice, flagged, saved}: `saved` is the server's time, 0 where it is not known, null where
   *  the newest answer is not saved (or there is none). */
  at(position) {
    const given = this.#given.get(position);
    if (given) return { choice: given.choice, flagged: given.flagged, saved: null };
    return this.#saved.get(position) ?? NONE;
  }

  isUnsaved(position) {
    return this.#given.has(position);
  }
}
