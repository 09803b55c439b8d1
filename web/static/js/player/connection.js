// How long the server has not been heard, in a row and in all (TT-4). The server keeps the count
// that decides; this one is for showing.

export class Connection {
  #moment;
  #onChange;
  #heardAt;
  #lostBefore = 0;
  isLost = false;

  /** `moment()`: monotonic milliseconds. `onChange(connection)`: lost, or heard again. */
  constructor({ moment, onChange = () => {} }) {
    this.#moment = moment;
    this.#onChange = onChange;
    this.#heardAt = moment();
  }

  /** A reply came, whatever it said. */
  heard() {
    if (this.isLost) {
      this.#lostBefore += this.inRow();
      this.isLost = false;
      this.#heardAt = this.#moment();
      this.#onChange(this);
    }
    this.#heardAt = this.#moment();
  }

  /** A request had no reply, or the device says it is offline. */
  lost() {
    if (this.isLost) return;
    this.isLost = true;
    this.#onChange(this);
  }

  /** Milliseconds since the last reply; 0 while connected. */
  inRow() {
    return this.isLost ? this.#moment() - this.#heardAt : 0;
  }

  /** Milliseconds without connection since the page was opened. */
  inAll() {
    return this.#lostBefore + this.inRow();
  }

  /** Wrap a transport so that every reply and every silence is noted. */
  listen(transport) {
    const note = async (asking) => {
      const reply = await asking;
      if (reply.kind === "lost") this.lost();
      else this.heard();
      return reply;
    };
    return {
      get: (path) => note(transport.get(path)),
      post: (path, body, options) => note(transport.post(path, body, options)),
      useToken: (token) => transport.useToken(token),
    };
  }
}
