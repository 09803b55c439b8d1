// Puts the player together on its page. The page's data: #player-data (the server's state, or the
// practice run's), #player-words (texts in the page's language).

import { ServerClock } from "./clock.js";
import { Connection } from "./connection.js";
import { bind } from "./controls.js";
import { FinishDialog } from "./finish.js";
import { Kept } from "./kept.js";
import { Notices, download } from "./notices.js";
import { Player } from "./player.js";
import { bindPractice } from "./practice-page.js";
import { PracticeServer } from "./practice.js";
import { Pulse } from "./pulse.js";
import { Queue } from "./queue.js";
import { Screens } from "./screens.js";
import { Seal, sealedFile, toBase64 } from "./sealed.js";
import { beOnly } from "./single.js";
import { IndexedStore, MemoryStore } from "./store.js";
import { HttpTransport } from "./transport.js";
import { View, byId } from "./view.js";
import { offerFullScreen, stayAwake, watchLeaving } from "./watch.js";

const TICK_MS = 250;

const bootstrap = JSON.parse(byId("player-data").textContent);
const words = JSON.parse(byId("player-words").textContent);
const isPractice = bootstrap.practice === true;

const clock = new ServerClock(() => performance.now());
if (!isPractice) clock.heardOnce(bootstrap.now_ms);
else clock.heard(Date.now(), performance.now(), performance.now());

const connection = new Connection({ moment: () => clock.moment(), onChange: connectionChanged });
const practice = isPractice ? new PracticeServer({ state: bootstrap }) : null;
const transport = connection.listen(
  practice ?? new HttpTransport({ token: bootstrap.token, clock }),
);
const seal = globalThis.crypto?.subtle ? await makeSeal() : null;
const kept = new Kept(localStorage);
const places = new Kept(sessionStorage);

const view = new View(words);
const notices = new Notices(words, { seen, getFile });
const dialog = new FinishDialog(words, { finish, go: (position) => player.go(position) });
const screens = new Screens({ view, words, notices, connection, leave });
const player = new Player({
  words, view, notices, dialog, screens, clock, connection, transport, kept, places,
});
const pulse = new Pulse({ player, transport });
let hasLeft = false;
let hasWaited = false;

async function makeSeal() {
  const key = isPractice ? crypto.getRandomValues(new Uint8Array(32)) : null;
  return Seal.from(key ? toBase64(key) : bootstrap.queue_key);
}

async function makeQueue() {
  let store = new MemoryStore({ isLasting: isPractice });
  if (seal && !isPractice) {
    try {
      store = await IndexedStore.open(bootstrap.attempt);
    } catch {
      // no database in this browser: the page's memory, and words that say so
    }
  }
  const queue = new Queue({ store, seal, attempt: bootstrap.attempt });
  await queue.load();
  return queue;
}

async function live() {
  view.screen("wait");
  // a queue that lives in this page alone must not be left behind
  const queue = player.queue && !player.queue.isLasting ? player.queue : await makeQueue();
  const isFresh = player.state === null && !hasWaited && !isPractice;
  const reply = isFresh ? { kind: "ok", data: bootstrap } : await transport.get("state");
  const known = player.state ?? bootstrap; // old, but the server will say what does not fit
  await player.begin(reply.kind === "ok" ? reply.data : known, queue);
  pulse.beat();
}

function connectionChanged({ isLost }) {
  if (!player.isLive) return;
  screens.connection(player);
  player.update();
  if (isLost) pulse.soon();
  else {
    player.sender.nudge({ now: true });
    pulse.beat();
  }
}

function seen(id) {
  const message = player.state.messages.find((known) => known.id === id);
  if (message) message.seen = true;
  notices.messages(player.state.messages);
  pulse.post("seen", { message: id });
}

async function getFile() {
  const entries = player.unsent;
  const wired = entries.map(({ section, position, choice, flagged, answered_ms: at }) => (
    { section, position, choice, flagged, answered_ms: at }
  ));
  const { head } = player.sender;
  const attempt = bootstrap.attempt;
  download(await sealedFile({ seal, attempt, entries: wired, head, madeMs: clock.now() }));
  await player.queue.markExported(entries);
  player.update();
}

/** The way of FinishDialog: "" when it is done, else the sentence that says why not. */
async function finish({ isLast, remarks }) {
  const { section } = player.state;
  if (connection.isLost || !(await player.delivered())) return words.finishUnsent;
  const reply = isLast
    ? await player.command("finish", { section, remarks, language: player.reading })
    : await player.command("section", { finish: section, language: player.reading });
  if (player.state.section !== section || !player.isLive) return "";
  return reply.kind === "lost" ? words.finishLost : words.finishRefused;
}

async function startSection(button) {
  button.disabled = true;
  const next = player.state.sections.findIndex(({ status }) => status === "waiting");
  const reply = await player.command("section", { start: next, language: player.reading });
  button.disabled = false;
  if (reply.kind !== "ok") notices.word(words.startFailed);
}

function leave() {
  const { finished } = byId("player").dataset;
  if (hasLeft || !finished) return;
  hasLeft = true;
  location.replace(finished);
}

bind({ player, view, kept, dialog });
for (const button of document.querySelectorAll("[data-start]")) {
  button.addEventListener("click", () => startSection(button));
}
for (const button of document.querySelectorAll("[data-sealed-file]")) button.hidden = !seal;
offerFullScreen(document, [...document.querySelectorAll("[data-full-screen]")]);
if (isPractice) bindPractice({ practice, words, pulse });

window.addEventListener("online", () => pulse.beat());
window.addEventListener("offline", () => connection.lost());
window.addEventListener("pagehide", () => player.isLive && player.sender.part());
window.addEventListener("beforeunload", (event) => {
  if (player.isLive && player.queue.pending.length > 0 && !isPractice) event.preventDefault();
});
watchLeaving({
  page: document,
  view: window,
  moment: () => clock.moment(),
  left: (seconds) => {
    if (!player.isLive || player.state.phase !== "open") return;
    pulse.post("event", { what: "window-left", seconds });
    notices.word(words.windowLeft.replace("{n}", seconds));
  },
});
setInterval(() => player.tick(), TICK_MS);
stayAwake(document);

if (isPractice) live();
else {
  const only = beOnly(bootstrap.attempt, {
    got: live,
    waiting: () => {
      hasWaited = true;
      view.screen("elsewhere");
    },
    lost: () => {
      player.end("another-tab");
      view.screen("elsewhere");
    },
  });
  byId("take-tab").addEventListener("click", () => only.take());
}
