// Keys of the test. Letters and digits are read from the key's place, not from what it types: on a
// Kazakh layout the digits' row types ә і ң ғ, on a Russian one "f" types а.

const BY_PLACE = {
  KeyA: ["choose", "a"],
  KeyB: ["choose", "b"],
  KeyC: ["choose", "c"],
  KeyD: ["choose", "d"],
  KeyN: ["move", 1],
  KeyP: ["move", -1],
  KeyF: ["flag"],
  KeyL: ["language"],
  ArrowRight: ["move", 1],
  ArrowLeft: ["move", -1],
};
for (const [index, letter] of ["a", "b", "c", "d"].entries()) {
  BY_PLACE[`Digit${index + 1}`] = ["choose", letter];
  BY_PLACE[`Numpad${index + 1}`] = ["choose", letter];
}
const WRITING = new Set(["text", "search", "textarea", "select-one", "number"]);

/** The command of a key press, e.g. ["choose", "b"], ["move", -1], ["help"]; null if none.
 *
 *  `press`: a KeyboardEvent or the like; `letters`: whether keys that type a character are on
 *  (they can be switched off, WCAG 2.1.4); `marks`: how many choices the question takes, the
 *  second one is made with Shift: ["choose", "b", 1]. */
export function command(press, { letters = true, marks = 1 } = {}) {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing) return null;
  if (WRITING.has(press.target?.type)) return null;
  const isArrow = press.code === "ArrowLeft" || press.code === "ArrowRight";
  if (!letters && !isArrow) return null;
  if (press.key === "?") return ["help"];
  const found = BY_PLACE[press.code] ?? null;
  if (press.shiftKey) {
    return marks > 1 && found?.[0] === "choose" && !press.repeat ? [...found, 1] : null;
  }
  return found && press.repeat && found[0] !== "move" ? null : found;
}
