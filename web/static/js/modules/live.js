// A live screen: the server sends it when it changes, and its time (server-sent events). Where the
// stream does not get through, the screen is asked for again and again. The server decides what is
// shown and when the time is up; here the clocks only tick.

import { clockFace, isHeard, secondsLeft, spokenTime } from "./countdown.js";

const TICK = 1000;
export const SILENCE = 15_000; // the server says its time more often than that
export const ASK_EVERY = 3_000;
export const TRY_STREAM_AFTER = 20; // answers by asking, then the stream is tried again

/** How many milliseconds the server's clock runs ahead of ours. */
export function aheadOf(serverTime, deviceNow) {
  return Date.parse(serverTime) - deviceNow;
}

/** What a clock shows: time left `until` a moment (then `over`), or gone by `since` one. */
export function face({ until, since, over = "0:00" }, now, ahead) {
  if (until !== undefined) {
    const left = secondsLeft(Date.parse(until), now, ahead);
    return left ? clockFace(left) : over;
  }
  return clockFace(Math.max(0, Math.floor((now + ahead - Date.parse(since)) / 1000)));
}

/** Whether the stream has been silent for so long that it does not get through. */
export function isSilent(heardAt, now) {
  return now - heardAt > SILENCE;
}

/** By what a link or a button is found again on the screen that comes next. */
export function placeOf(element) {
  const form = element?.closest?.("form");
  if (form) return ["form", "action", form.getAttribute("action")];
  return element?.getAttribute?.("href") ? ["a", "href", element.getAttribute("href")] : null;
}

export function attach(element) {
  const part = (name) => element.querySelector(`[data-part="${name}"]`);
  const { events, screen: address, now, said, minutes, seconds } = element.dataset;
  const title = document.title;
  let ahead = aheadOf(now, Date.now());
  let heardAt = Date.now();
  let shown = null;
  let asked = 0;
  let stream = null;
  let asking = null;
  let fresh = root()?.dataset.fresh;
  let spoken = root()?.dataset.heard;
  let before = Infinity;

  function root() {
    return part("screen").firstElementChild;
  }

  function receive({ now: serverTime, html }) {
    heardAt = Date.now();
    ahead = aheadOf(serverTime, heardAt);
    part("lost").hidden = true;
    if (html === undefined || html === shown) return;
    shown = html;
    replace(html);
  }

  function replace(html) {
    const focused = part("screen").contains(document.activeElement) ? document.activeElement : null;
    const place = placeOf(focused);
    const made = new DOMParser().parseFromString(html, "text/html");
    part("screen").replaceChildren(...made.body.childNodes);
    if (place) {
      const [name, attribute, value] = place;
      const found = part("screen").querySelector(`${name}[${attribute}="${CSS.escape(value)}"]`);
      (name === "form" ? found?.querySelector("button") : found)?.focus();
    }
    const { fresh: next, heard = "", alert } = root()?.dataset ?? {};
    if (next !== fresh) {
      location.reload(); // what stands around the screen has changed too
      return;
    }
    if (heard !== spoken) part("heard").textContent = spoken = heard;
    document.title = alert ? `${alert} · ${title}` : title;
    before = Infinity;
    tick();
  }

  function listen() {
    asked = 0;
    heardAt = Date.now();
    stream = new EventSource(events);
    for (const kind of ["screen", "time"]) {
      stream.addEventListener(kind, (event) => receive(JSON.parse(event.data)));
    }
    stream.addEventListener("error", () => {
      // a stream that has ended is opened anew by the browser; one that was refused is not
      if (stream?.readyState === EventSource.CLOSED) fallBack();
    });
  }

  function fallBack() {
    stream?.close();
    stream = null;
    asking ??= setTimeout(ask, 0);
  }

  async function ask() {
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) {
        location.reload(); // signed out, or no longer let in: the page says so
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      receive(await answer.json());
      asked += 1;
    } catch {
      part("lost").hidden = false;
    }
    asking = null;
    if (asked >= TRY_STREAM_AFTER) listen();
    else asking = setTimeout(ask, ASK_EVERY);
  }

  function tick() {
    const deviceNow = Date.now();
    for (const clock of element.querySelectorAll("[data-until], [data-since]")) {
      const shownTime = clock.querySelector("[role=timer]");
      shownTime.textContent = face(clock.dataset, deviceNow, ahead);
      if (clock.dataset.until) hear(clock, deviceNow);
    }
    if (stream && isSilent(heardAt, deviceNow)) fallBack();
  }

  function hear(clock, deviceNow) {
    const left = secondsLeft(Date.parse(clock.dataset.until), deviceNow, ahead);
    clock.classList.toggle("live-clock-over", left === 0);
    if (before !== Infinity && isHeard(before, left)) {
      part("heard").textContent = left
        ? spokenTime(left, { said, minutes, seconds })
        : clock.dataset.over;
    }
    before = left;
  }

  setInterval(tick, TICK);
  tick();
  listen();
}
