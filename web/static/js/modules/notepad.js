// A note pad beside the questions: it is kept in this browser for one attempt and sent nowhere.

const PREFIX = "synaq-notes-";

/** Forget the notes of one attempt; without an id, of all. */
export function forget(storage, attempt) {
  for (const name of names(storage)) {
    if (!attempt || name === PREFIX + attempt) storage.removeItem(name);
  }
}

/** The notes of an attempt; those of other attempts are forgotten: somebody else may sit here. */
export function recall(storage, attempt) {
  for (const name of names(storage)) {
    if (name !== PREFIX + attempt) storage.removeItem(name);
  }
  return storage.getItem(PREFIX + attempt) ?? "";
}

/** Keep the notes of an attempt. */
export function keep(storage, attempt, text) {
  if (text) storage.setItem(PREFIX + attempt, text);
  else storage.removeItem(PREFIX + attempt);
}

function names(storage) {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((name) =>
    name?.startsWith(PREFIX),
  );
}

/** Ties a text field to the notes of the attempt named in `data-attempt`. */
export function attach(element) {
  const { attempt } = element.dataset;
  const pad = element.querySelector("textarea");
  pad.value = attempted(() => recall(localStorage, attempt)) ?? "";
  pad.addEventListener("input", () => attempted(() => keep(localStorage, attempt, pad.value)));
  pad.addEventListener("keydown", (event) => event.stopPropagation());
}

/** A browser that keeps nothing (private windows) has a pad that lasts as long as the page. */
function attempted(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
