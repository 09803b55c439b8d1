// The palette: what each numbered button shows, and which questions still want attention.

/** Where the choices of a question go on the answer sheet: a situation has two, others one. */
export function placesOf(item) {
  return item.places ?? [item.position];
}

/** [{position, title, answered, flagged, unsaved, current}] in the order of the paper. */
export function cells(paper, answers, current) {
  return paper.map((item) => {
    const places = placesOf(item);
    return {
      position: item.position,
      part: item.part,
      answered: places.every((place) => answers.at(place).choice !== null),
      flagged: answers.at(places[0]).flagged,
      unsaved: places.some((place) => answers.isUnsaved(place)),
      current: item.position === current,
    };
  });
}

/** Neighbours of the same part together: [{title, cells}]. */
export function groups(all, language) {
  const found = [];
  for (const cell of all) {
    const title = cell.part[language] ?? "";
    if (found.at(-1)?.title !== title) found.push({ title, cells: [] });
    found.at(-1).cells.push(cell);
  }
  return found;
}

/** What stands in the finish dialog: {answered, unanswered, flagged, unsaved}, positions. */
export function summary(all) {
  const positions = (wanted) => all.filter(wanted).map((cell) => cell.position);
  return {
    answered: positions((cell) => cell.answered),
    unanswered: positions((cell) => !cell.answered),
    flagged: positions((cell) => cell.flagged),
    unsaved: positions((cell) => cell.unsaved),
  };
}

/** "Question 3, answered, flagged, not yet saved": all that the colours and signs say. */
export function label(cell, words) {
  return [
    words.question.replace("{n}", cell.position),
    cell.answered ? words.answered : words.notAnswered,
    ...(cell.flagged ? [words.flagged] : []),
    ...(cell.unsaved ? [words.notSaved] : []),
  ].join(", ");
}

/** The position that is `by` questions away, kept within the paper. */
export function neighbour(paper, position, by) {
  const places = paper.map((item) => item.position);
  const place = places.indexOf(position) + by;
  return places[Math.min(places.length - 1, Math.max(0, place))];
}

/** Where to begin or go on: the question asked for, else the first without an answer. */
export function startingPosition(all, wanted) {
  if (all.some((cell) => cell.position === wanted)) return wanted;
  return (all.find((cell) => !cell.answered) ?? all[0])?.position ?? null;
}
