// One tab is live. The lock is the browser's, so a tab that crashed cannot keep it.

const PATIENCE_MS = 800; // a page that is just being left may still hold it

/** Hold the lock of this attempt, as soon as it is free.
 *
 *  `got()`: this tab is live now. `waiting()`: another tab is (it may still give way by itself).
 *  `lost()`: another tab took over. Gives {take}: take it from the other tab, knowingly. */
export function beOnly(attempt, { got, waiting, lost, locks = navigator.locks }) {
  if (!locks) {
    got(); // without locks the server's numbering still keeps answers single
    return { take: () => {} };
  }
  const name = `synaq-player-${attempt}`;
  let queueing = null;
  let timer = null;

  const hold = () => {
    clearTimeout(timer);
    queueing = null;
    got();
    return new Promise(() => {}); // until the page goes or another tab takes it
  };
  const wait = () => {
    const asking = new AbortController();
    queueing = asking;
    const over = () => {
      if (!asking.signal.aborted) gone();
    };
    locks.request(name, { signal: asking.signal }, hold).catch(over);
  };
  const gone = () => {
    lost();
    wait();
  };
  timer = setTimeout(waiting, PATIENCE_MS);
  wait();
  return {
    take: () => {
      queueing?.abort();
      locks.request(name, { steal: true }, hold).catch(gone);
    },
  };
}
