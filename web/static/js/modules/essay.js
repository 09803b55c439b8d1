// The page on which an essay is written: counts words, saves by itself, says what is saved, keeps
// the rest on the device, and shows what another window has written instead of writing over it.

import { timeOfDay } from "../player/clock.js";
import { Draft, pickUp } from "./essay-draft.js";
import { DraftStore } from "./essay-store.js";
import { countWords } from "./words.js";

const PATIENCE_MS = 15_000;
const LATER = new Set([408, 425, 429]);
const KINDS = { saved: "good", nothing: "", unsaved: "wait", kept: "wait" };
const STOPPED = new Set(["over", "handed-in"]);
const QUIET = new Set(["saved", "nothing", "unsaved"]); // comes and goes with each pause of writing
const TURN_OVER_MS = 4000; // until the page after is asked for

/** The sender of texts to `url`: what the server answers, as Draft knows it. */
export function sender(url, token, fetch = globalThis.fetch.bind(globalThis)) {
  return async (text, after, { parting = false } = {}) => {
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body: JSON.stringify({ text, after }),
        headers: { "content-type": "application/json", "x-csrf-token": token },
        credentials: "same-origin",
        cache: "no-store",
        keepalive: parting,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (response.status >= 500 || LATER.has(response.status)) return { kind: "lost" };
      const data = await response.json();
      if (response.ok) return { kind: "saved", ...data };
      if (data.code === "newer") return { kind: "newer", ...data };
      if (response.status === 401) return { kind: "stopped", code: "signed-out" };
      return { kind: "stopped", code: data.code ?? "refused" };
    } catch {
      return { kind: "lost" }; // no connection, no patience, or a gateway's page
    }
  };
}

/** The word for a draft's state: the name of its text in data-said-…. */
export function wordOf({ state, isKept, ordinal }) {
  if (state === "saved") return ordinal ? "saved" : "nothing";
  if (state === "lost") return isKept ? "kept" : "only-here";
  return state;
}

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const clockOf = (iso) => timeOfDay(Date.parse(iso)).slice(0, 5);
const freshName = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

export function attach(form) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const says = (name) => form.dataset[camel(`said-${name}`)];
  const [field, state, count] = ["field", "state", "words"].map(part);
  const store = new DraftStore({
    storage: localStorage,
    essay: form.dataset.essay,
    page: freshName(),
  });
  const server = { ordinal: Number(form.elements.after.value), text: field.defaultValue };
  // typed while this module was on its way: the newest of all
  const early = field.value === server.text ? "" : field.value;
  const picked = pickUp(server, store.leftovers());
  const send = sender(form.dataset.url, form.elements.csrf.value);
  let shownSaved = state.textContent;
  const offers = []; // [{text, said, take(), leave()}], the first one is on the screen

  let isOver = false;
  let before = "";

  const show = () => {
    const word = wordOf(draft);
    if (isOver && (draft.state === "saved" || draft.state === "newer")) return draft.stop("over");
    const text = word === "saved" ? shownSaved : says(word);
    state.dataset.kind = KINDS[word] ?? "bad";
    state.textContent = text;
    // trouble is heard, and its end
    if (word !== before && !(QUIET.has(word) && (QUIET.has(before) || word === "unsaved"))) {
      part("heard").textContent = text;
    }
    if (word !== "unsaved") before = word;
    field.readOnly = isOver || STOPPED.has(word);
    if (STOPPED.has(word)) setTimeout(() => location.reload(), TURN_OVER_MS);
  };
  const countUp = () => {
    const [words, most] = [countWords(field.value), Number(form.dataset.most)];
    const much = words > most ? ` · ${says("many").replace("{n}", words - most)}` : "";
    count.textContent = says("words").replace("{n}", words) + much;
    count.classList.toggle("is-wrong", words > most);
  };
  const showOffer = () => {
    const [first] = offers;
    part("offer").hidden = !first;
    if (!first) return;
    part("offer-title").textContent = first.said;
    part("offer-text").textContent = first.text;
  };
  const offer = (one) => {
    offers.unshift(one);
    showOffer();
  };
  const choose = async (way) => {
    const chosen = offers.shift();
    showOffer();
    field.focus();
    await chosen[way]();
    field.value = draft.text;
    countUp();
  };
  const offerOwn = (text, said, forget) => {
    const take = async () => {
      const mine = draft.text;
      if (mine.trim()) putAside(mine);
      forget();
      await draft.replace(text);
    };
    offer({ text, said, take, leave: forget });
  };
  const putAside = (text) => {
    store.putAside(text);
    offerOwn(text, says("mine"), () => store.forgetAside());
  };

  const draft = new Draft({
    ...server,
    store,
    send: async (text, after) => {
      const reply = await send(text, after);
      if (reply.kind === "saved") shownSaved = says("saved").replace("{at}", clockOf(reply.at));
      return reply;
    },
    tell: {
      state: show,
      newer: ({ ordinal, text }) => {
        const take = async () => {
          if (draft.text.trim()) putAside(draft.text);
          await draft.adopt(ordinal, text);
        };
        offer({ text, said: says("theirs"), take, leave: () => draft.overrule(ordinal, text) });
        part("offer").focus();
      },
    },
  });

  const typed = () => {
    countUp();
    draft.type(field.value);
  };
  field.addEventListener("input", typed);
  field.addEventListener("blur", () => draft.flush());
  window.addEventListener("online", () => draft.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") draft.flush();
  });
  window.addEventListener("pagehide", () => {
    if (!draft.isSaved && draft.state !== "newer") {
      send(draft.text, draft.ordinal, { parting: true });
    }
  });
  form.addEventListener("over", async () => {
    isOver = true;
    field.readOnly = true;
    await draft.flush();
    if (draft.state !== "lost") draft.stop("over");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    state.textContent = says("wait");
    if (await draft.flush()) location.assign(form.dataset.next);
    else show();
  });
  part("take").addEventListener("click", () => choose("take"));
  part("leave").addEventListener("click", () => choose("leave"));

  for (const one of picked.gone) store.forget(one);
  const left = early ? [...picked.adopted, ...picked.offers] : picked.offers;
  if (!early) store.adopt(picked.adopted);
  for (const one of left) offerOwn(one.text, says("left"), () => store.forget(one));
  field.value = early || picked.text;
  if (early || picked.adopted.length) draft.type(field.value);
  countUp();
  show();
}
