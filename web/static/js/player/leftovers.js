// After the test: are there answers on this device that neither the server nor a sealed file has?

import { forget } from "../modules/notepad.js";
import { IndexedStore } from "./store.js";

const card = document.getElementById("leftovers");
try {
  forget(localStorage, card.dataset.attempt);
} catch {
  // a browser that keeps nothing has kept no notes either
}
try {
  const store = await IndexedStore.open(card.dataset.attempt);
  card.hidden = (await store.all()).every((row) => row.exported);
} catch {
  card.hidden = true; // no database in this browser, so nothing can have stayed
}
