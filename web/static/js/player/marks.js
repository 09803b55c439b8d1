// Where the candidate marks: the four options of a question, or the two columns of a situation.
// Both stand in the page (player/question.html, player/situation.html) and are filled in here.

import { byId } from "./page.js";

/** One choice among four. */
export class Options {
  count = 1;
  #radios = [...document.querySelectorAll("#options input")];

  show(options) {
    this.#radios.forEach((radio, index) => {
      radio.closest(".option").hidden = index >= options.length; // some questions have three
      radio.nextElementSibling.lastElementChild.textContent = options[index] ?? "";
    });
  }

  /** Whether the question shown has this letter. */
  has(letter) {
    return this.#radios.some((radio) => radio.value === letter && !radio.closest(".option").hidden);
  }

  check([choice]) {
    check(this.#radios, choice);
  }

  /** `mark(letter, which)` is called with what the candidate chooses. */
  bind(mark) {
    byId("options").addEventListener("change", ({ target }) => mark(target.value, 0));
  }
}

/** The most and the least effective one of four courses of action. */
export class Pair {
  count = 2;
  #columns = ["most", "least"].map((name) => [
    ...document.querySelectorAll(`#options input[name="${name}"]`),
  ]);
  #texts = [...document.querySelectorAll("#options .course-text")];

  show(courses) {
    this.#texts.forEach((text, index) => {
      text.textContent = courses[index];
    });
  }

  has() {
    return true;
  }

  check(choices) {
    this.#columns.forEach((radios, which) => check(radios, choices[which]));
  }

  bind(mark) {
    this.#columns.forEach((radios, which) => {
      for (const radio of radios) radio.addEventListener("change", () => mark(radio.value, which));
    });
  }
}

/** What the page has. */
export function marks() {
  return document.querySelector("#options [name=most]") ? new Pair() : new Options();
}

function check(radios, choice) {
  for (const radio of radios) {
    const isChosen = radio.value === choice;
    if (radio.checked !== isChosen) radio.checked = isChosen;
  }
}
