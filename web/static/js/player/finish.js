// The dialog before the end of a section: what is unanswered and flagged, the ways to finish
// (TT-3), and waiting until every answer is saved.

import { byId } from "./view.js";

const LONGEST = 4000; // letters of a remark, as the server takes them

export class FinishDialog {
  #words;
  #dialog = byId("finish");
  #finish;
  #go;
  #isLast = false;
  #isBusy = false;

  /** `finish({remarks})` gives "" or the sentence that says what stands in the way. */
  constructor(words, { finish, go }) {
    this.#words = words;
    this.#finish = finish;
    this.#go = go;
    byId("finish-section").addEventListener("click", () => this.#do(null));
    byId("finish-plain").addEventListener("click", () => this.#do(null));
    byId("finish-with").addEventListener("click", () => this.#showRemarks(true));
    byId("finish-without").addEventListener("click", () => this.#showRemarks(false));
    byId("finish-remarks").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    byId("finish-lists").addEventListener("click", (event) => {
      const position = Number(event.target.closest("[data-position]")?.dataset.position);
      if (!position) return;
      this.close();
      this.#go(position);
    });
    for (const button of this.#dialog.querySelectorAll("[data-back]")) {
      button.addEventListener("click", () => this.close());
    }
  }

  open(summary, { isLast }) {
    this.#isLast = isLast;
    this.#fault("");
    byId("finish-of-section").hidden = isLast;
    byId("finish-of-test").hidden = !isLast;
    byId("finish-section-note").hidden = isLast;
    this.#showRemarks(false);
    this.update(summary);
    this.#list("finish-unanswered", summary.unanswered);
    this.#list("finish-flagged", summary.flagged);
    if (!this.#dialog.open) this.#dialog.showModal();
    byId("finish-title").focus();
  }

  /** What changes while it is open. */
  update({ answered, unanswered, unsaved }) {
    const total = answered.length + unanswered.length;
    const text = this.#words.answeredOf
      .replace("{n}", answered.length)
      .replace("{all}", total);
    if (byId("finish-answered").textContent !== text) byId("finish-answered").textContent = text;
    byId("finish-unsaved").hidden = unsaved.length === 0;
    byId("finish-unsaved-count").textContent = unsaved.length;
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }

  #list(id, positions) {
    byId(id).hidden = positions.length === 0;
    byId(`${id}-count`).textContent = positions.length;
    const buttons = positions.map((position) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "jump";
      button.dataset.position = position;
      button.textContent = position;
      button.setAttribute("aria-label", this.#words.goTo.replace("{n}", position));
      return button;
    });
    byId(`${id}-list`).replaceChildren(...buttons);
  }

  #showRemarks(isShown) {
    byId("finish-remarks").hidden = !isShown;
    byId("finish-choices").hidden = isShown;
    byId("finish-lists").hidden = isShown;
    if (isShown) byId("remark-text").focus();
  }

  #send() {
    const kind = this.#dialog.querySelector("[name=remark-kind]:checked").value;
    const text = byId("remark-text").value.trim();
    const isGood = text.length > 0 && text.length <= LONGEST;
    byId("remark-error").hidden = isGood;
    byId("remark-text").setAttribute("aria-invalid", String(!isGood));
    if (isGood) this.#do({ kind, text });
    else byId("remark-text").focus();
  }

  async #do(remarks) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#dialog.setAttribute("aria-busy", "true");
    this.#fault("");
    const fault = await this.#finish({ isLast: this.#isLast, remarks });
    this.#isBusy = false;
    this.#dialog.removeAttribute("aria-busy");
    if (fault) this.#fault(fault);
    else this.close();
  }

  #fault(text) {
    byId("finish-fault").hidden = text === "";
    byId("finish-fault-text").textContent = text;
  }
}
