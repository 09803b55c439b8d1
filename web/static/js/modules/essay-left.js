// After an essay is handed in: what this device still keeps of it is forgotten where the server has
// it, else shown once more to be copied.

import { DraftStore } from "./essay-store.js";

export function attach(element) {
  const store = new DraftStore({ storage: localStorage, essay: element.dataset.essay, page: "" });
  const shown = element.querySelector("[data-part=text]");
  const counted = shown.textContent;
  const leftovers = store.leftovers().sort((one, other) => other.at - one.at);
  const left = leftovers.find(({ text }) => text.trim() && text.trim() !== counted.trim());
  for (const one of leftovers.filter((each) => each !== left)) store.forget(one);
  if (!left) return;
  shown.textContent = left.text;
  element.hidden = false;
}
