// What only the practice run has: trying out a lost connection and a message.

import { byId } from "./view.js";

const CUT_MS = 20_000;

export function bindPractice({ practice, words, pulse }) {
  const cut = byId("practice-cut");
  cut.addEventListener("click", () => {
    practice.cut(true);
    cut.disabled = true;
    pulse.beat();
    setTimeout(() => {
      practice.cut(false);
      cut.disabled = false;
    }, CUT_MS);
  });
  let number = 0;
  byId("practice-message").addEventListener("click", () => {
    number += 1;
    practice.say(`practice-${number}`, words.practiceMessage);
    pulse.beat();
  });
}
