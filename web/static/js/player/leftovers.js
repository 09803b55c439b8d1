// After the test: are there answers on this device that neither the server nor a sealed file has?

import { IndexedStore } from "./store.js";

const card = document.getElementById("leftovers");
try {
  const store = await IndexedStore.open(card.dataset.attempt);
  card.hidden = (await store.all()).every((row) => row.exported);
} catch {
  card.hidden = true; // no database in this browser, so nothing can have stayed
}
