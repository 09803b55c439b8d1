// The screens and the question as they stand in the page (player/stage.html). It shows and hides
// what is there; it makes nothing but the palette's buttons.

import { clockFace } from "../modules/countdown.js";
import { Desk } from "./desk.js";
import { marks } from "./marks.js";
import { byId } from "./page.js";
import { label } from "./palette.js";

export { byId };

export class View {
  #words;
  #language = document.documentElement.lang;
  #cells = new Map();
  #shown = null;
  marks = marks();
  desk = Desk.find();

  constructor(words) {
    this.#words = words;
  }

  /** Show one screen (wait, start, question, break, over, elsewhere, device, token). */
  screen(name) {
    if (this.#shown === name) return;
    this.#shown = name;
    for (const screen of document.querySelectorAll(".screen")) {
      screen.hidden = screen.id !== `screen-${name}`;
    }
    document.body.dataset.screen = name;
    byId("clock-box").hidden = name !== "question";
    if (name !== "question") this.write("bar-title", "");
    const isQuiet = name === "wait" || name === "question";
    if (!isQuiet) byId(`screen-${name}`).querySelector("h1").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  get shown() {
    return this.#shown;
  }

  /** The text of a {kk, ru, en} title in the page's language. */
  text(title) {
    return title?.[this.#language] ?? title?.kk ?? "";
  }

  /** What is written somewhere; nothing is touched where it is there already. */
  write(id, text) {
    const element = byId(id);
    if (element.textContent !== text) element.textContent = text;
  }

  /** Words for screen readers alone. */
  say(text) {
    byId("say").textContent = text;
  }

  /** The question in one language. `item`: of the paper; `count`: of questions. */
  question(item, { language, count, isFocused }) {
    const shown = item[language] ? language : "kk";
    const { text, options } = item[shown];
    this.write("question-number", this.#words.questionOf
      .replace("{n}", item.position)
      .replace("{all}", count));
    this.write("question-part", this.text(item.part));
    this.write("question-text", text);
    byId("question-body").lang = shown;
    this.marks.show(options);
    const isNew = this.desk?.show(item, shown) ?? true;
    for (const button of document.querySelectorAll("[data-question-language]")) {
      const own = button.dataset.questionLanguage;
      button.setAttribute("aria-pressed", String(own === shown));
      button.disabled = !item[own];
    }
    byId("one-language").hidden = Boolean(item.kk && item.ru);
    byId("previous").disabled = item.position === 1;
    const isLast = item.position === count;
    byId("next").hidden = isLast;
    byId("last").hidden = !isLast;
    if (isFocused) {
      if (isNew) window.scrollTo(0, 0);
      else byId("question-body").scrollIntoView({ block: "nearest" }); // its text has been read
      byId("question-number").focus({ preventScroll: true });
    }
  }

  /** What is chosen and the flag; `state`: {kind, text} of saving. */
  answer({ choices, flagged }, state) {
    this.marks.check(choices);
    byId("flag").setAttribute("aria-pressed", String(flagged));
    const isOpen = choices.every((choice) => choice === null);
    byId("clear").hidden = isOpen || byId("options").disabled;
    byId("answer-state").dataset.kind = state.kind;
    this.write("answer-state-text", state.text);
  }

  /** Whether answers can be given. */
  enable(isOpen) {
    byId("options").disabled = !isOpen;
    byId("flag").disabled = !isOpen;
    for (const button of document.querySelectorAll("[data-finish]")) button.disabled = !isOpen;
  }

  /** Make the palette's buttons anew: another section, another paper. */
  makePalette(groups) {
    this.#cells.clear();
    const made = groups.map(({ title, cells }) => {
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", title);
      const heading = document.createElement("p");
      heading.className = "palette-part";
      heading.textContent = title;
      const list = document.createElement("div");
      list.className = "palette-cells";
      list.append(...cells.map((cell) => this.#makeCell(cell)));
      group.append(...(groups.length > 1 ? [heading] : []), list);
      return group;
    });
    byId("palette-groups").replaceChildren(...made);
  }

  #makeCell({ position }) {
    const button = byId("palette-cell").content.firstElementChild.cloneNode(true);
    button.dataset.position = position;
    button.querySelector(".cell-number").textContent = position;
    this.#cells.set(position, button);
    return button;
  }

  /** Bring the palette's buttons and the counts up to date. */
  palette(cells, { answered, flagged, unsaved }) {
    for (const cell of cells) {
      const button = this.#cells.get(cell.position);
      button.dataset.answered = cell.answered;
      button.dataset.flagged = cell.flagged;
      button.dataset.unsaved = cell.unsaved;
      if (cell.current && !button.hasAttribute("aria-current")) {
        button.setAttribute("aria-current", "true");
        scrollTo(byId("palette-groups"), button);
      } else if (!cell.current) button.removeAttribute("aria-current");
      button.setAttribute("aria-label", label(cell, this.#words));
    }
    const counts = this.#words.answeredOf
      .replace("{n}", answered.length)
      .replace("{all}", cells.length);
    this.write("palette-counts", counts);
    this.write("palette-open-counts", `${answered.length}/${cells.length}`);
    this.write("palette-flagged", this.#words.flaggedCount.replace("{n}", flagged.length));
    const unsavedText = unsaved.length
      ? this.#words.unsavedCount.replace("{n}", unsaved.length)
      : this.#words.allSaved;
    this.write("palette-unsaved", unsavedText);
    byId("palette-unsaved").dataset.kind = unsaved.length ? "unsaved" : "saved";
  }

  /** The clock in the header; `spoken`: words for screen readers, if it is time to say them. */
  clock(seconds, spoken) {
    this.write("clock", clockFace(seconds));
    byId("clock-box").dataset.last = seconds <= 60;
    if (spoken) this.write("clock-spoken", spoken);
  }

  /** Hide or show the clock; screen readers are told the minutes all the same. */
  clockHidden(isHidden) {
    byId("clock").hidden = isHidden;
    byId("clock-toggle").setAttribute("aria-pressed", String(isHidden));
  }

  size(size) {
    document.documentElement.dataset.size = size;
  }
}

/** Bring a button of a scrolling box into sight without moving the page. */
function scrollTo(box, button) {
  const [outer, inner] = [box.getBoundingClientRect(), button.getBoundingClientRect()];
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + inner.height;
  if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + inner.height;
}
