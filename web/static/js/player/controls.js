// What is pressed, clicked and typed, handed to the player.

import { command } from "./keyboard.js";
import { byId } from "./view.js";

const WIDE = "(min-width: 62rem)";

export function bind({ player, view, kept, dialog }) {
  bindQuestion(player, view);
  bindPalette(player);
  bindSettings(player, view, kept);
  bindKeys(player, view, kept);
  const finish = () => {
    const isLast = player.state.section === player.state.sections.length - 1;
    if (player.isOpen) dialog.open(player.summary, { isLast });
  };
  for (const button of document.querySelectorAll("[data-finish]")) {
    button.addEventListener("click", () => {
      byId("sheet").close();
      finish();
    });
  }
}

function bindQuestion(player, view) {
  view.marks.bind((choice, which) => player.choose(choice, which));
  byId("clear").addEventListener("click", () => {
    player.takeBack();
    byId("question-number").focus({ preventScroll: true }); // the button goes away
  });
  byId("flag").addEventListener("click", () => player.flag());
  byId("previous").addEventListener("click", () => player.move(-1));
  byId("next").addEventListener("click", () => player.move(1));
}

function bindPalette(player) {
  const palette = byId("palette");
  const sheet = byId("sheet");
  palette.addEventListener("click", (event) => {
    const position = Number(event.target.closest("[data-position]")?.dataset.position);
    if (!position) return;
    sheet.close();
    player.go(position);
  });
  byId("palette-open").addEventListener("click", () => {
    byId("sheet-content").append(palette);
    sheet.showModal();
    palette.querySelector("[aria-current]")?.focus();
  });
  sheet.addEventListener("close", () => byId("palette-home").append(palette));
  window.matchMedia(WIDE).addEventListener("change", () => sheet.close());
}

function bindSettings(player, view, kept) {
  for (const button of document.querySelectorAll("[data-question-language]")) {
    button.addEventListener("click", () => player.language(button.dataset.questionLanguage));
  }
  for (const button of document.querySelectorAll("[data-size-by]")) {
    button.addEventListener("click", () => player.size(Number(button.dataset.sizeBy)));
  }
  const showClock = () => view.clockHidden(kept.get("clockHidden", false));
  byId("clock-toggle").addEventListener("click", () => {
    kept.set("clockHidden", !kept.get("clockHidden", false));
    showClock();
  });
  showClock();
  const letters = byId("letters");
  letters.checked = kept.get("letters", true);
  letters.addEventListener("change", () => kept.set("letters", letters.checked));
  for (const button of document.querySelectorAll("[data-help]")) {
    button.addEventListener("click", () => byId("help").showModal());
  }
  for (const button of document.querySelectorAll("dialog [data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
}

function bindKeys(player, view, kept) {
  const does = {
    choose: (letter, which) => player.choose(letter, which),
    move: (by) => player.move(by),
    flag: () => player.flag(),
    language: () => player.language(),
    help: () => byId("help").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (!player.isLive || document.querySelector("dialog[open]")) return;
    if (player.state?.phase !== "open") return;
    const letters = kept.get("letters", true);
    const found = command(event, { letters, marks: view.marks.count });
    if (!found || (found[0] !== "help" && !player.item)) return;
    event.preventDefault();
    does[found[0]](found[1], found[2]);
  });
}
