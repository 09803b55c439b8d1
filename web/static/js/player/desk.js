// What the ability test alone has: the text or the data beside a question, a calculator, a note pad.

import { forget } from "../modules/notepad.js";
import { byId } from "./page.js";

const NARROW = "(max-width: 61.99rem)"; // one tool at a time: two would cover the question

export class Desk {
  #shown = "";
  #narrow = window.matchMedia(NARROW);

  /** The page's desk; null where the test has none. */
  static find() {
    return byId("desk-tools") ? new Desk() : null;
  }

  constructor() {
    for (const button of document.querySelectorAll("[data-tool]")) {
      button.addEventListener("click", () => this.#toggle(button.dataset.tool));
    }
    for (const button of document.querySelectorAll("[data-put-away]")) {
      button.addEventListener("click", () => this.#close(button.dataset.putAway));
    }
    byId("desk-tools").addEventListener("keydown", (event) => {
      const tool = event.target.closest(".desk-tool");
      if (event.key === "Escape" && tool) this.#close(tool.id);
    }, { capture: true });
  }

  /** Lay out what a question is about. Says whether it is another matter than before: the next
   *  question about the same text moves nothing. */
  show(item, language) {
    const html = item.material?.[language] ?? "";
    if (html === this.#shown) return false;
    this.#shown = html;
    byId("material").open = true;
    const made = new DOMParser().parseFromString(html, "text/html");
    byId("material").hidden = html === "";
    byId("material-body").lang = language;
    byId("material-body").replaceChildren(...made.body.childNodes);
    byId("material-body").scrollTop = 0;
    return true;
  }

  /** The test is over: nothing of it stays here. */
  end(attempt) {
    for (const tool of document.querySelectorAll(".desk-tool")) this.#close(tool.id, { isQuiet: true });
    document.querySelector("#notes textarea").value = "";
    document.querySelector("#calculator [data-key=clear]").click();
    try {
      forget(localStorage, attempt);
    } catch {
      // a browser that keeps nothing has kept no notes either
    }
  }

  #toggle(name) {
    if (!byId(name).hidden) {
      this.#close(name);
      return;
    }
    if (this.#narrow.matches) {
      for (const other of document.querySelectorAll(".desk-tool:not([hidden])")) {
        this.#close(other.id, { isQuiet: true });
      }
    }
    byId(name).hidden = false;
    this.#button(name).setAttribute("aria-expanded", "true");
    document.body.dataset.openTool = name;
    byId(name).querySelector("input, textarea").focus();
  }

  #close(name, { isQuiet = false } = {}) {
    if (byId(name).hidden) return;
    byId(name).hidden = true;
    this.#button(name).setAttribute("aria-expanded", "false");
    if (!document.querySelector(".desk-tool:not([hidden])")) delete document.body.dataset.openTool;
    if (!isQuiet) this.#button(name).focus();
  }

  #button(name) {
    return document.querySelector(`[data-tool="${name}"]`);
  }
}
