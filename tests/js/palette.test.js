import assert from "node:assert/strict";
import { test } from "node:test";

import { Answers } from "../../web/static/js/player/answers.js";
import {
  cells,
  groups,
  label,
  neighbour,
  startingPosition,
  summary,
} from "../../web/static/js/player/palette.js";

const PAPER = [1, 2, 3, 4].map((position) => ({
  position,
  part: position < 3 ? { kk: "Конституция", ru: "Конституция" } : { kk: "Кодекс", ru: "Кодекс" },
}));
const WORDS = {
  question: "Question {n}",
  answered: "answered",
  notAnswered: "not answered",
  flagged: "flagged",
  notSaved: "not yet saved",
};

function someAnswers() {
  const answers = new Answers();
  const pending = [{ seq: 7, section: 0, position: 2, choice: "b", flagged: true, answered_ms: 9 }];
  const saved = [
    { position: 1, choice: "a", flagged: false, received_ms: 5 },
    { position: 3, choice: null, flagged: true },
  ];
  answers.adopt(0, saved, pending);
  return answers;
}

test("each cell says what its question's state is", () => {
  const all = cells(PAPER, someAnswers(), 3);
  assert.deepEqual(
    all.map((cell) => label(cell, WORDS)),
    [
      "Question 1, answered",
      "Question 2, answered, flagged, not yet saved",
      "Question 3, not answered, flagged",
      "Question 4, not answered",
    ],
  );
  assert.deepEqual(
    all.map((cell) => cell.current),
    [false, false, true, false],
  );
});

test("questions of one act stand together", () => {
  const found = groups(cells(PAPER, someAnswers(), 1), "ru");
  assert.deepEqual(
    found.map(({ title, cells: inside }) => [title, inside.length]),
    [
      ["Конституция", 2],
      ["Кодекс", 2],
    ],
  );
});

test("the summary names what is left to do", () => {
  assert.deepEqual(summary(cells(PAPER, someAnswers(), 1)), {
    answered: [1, 2],
    unanswered: [3, 4],
    flagged: [2, 3],
    unsaved: [2],
  });
});

test("moving stays within the paper", () => {
  assert.deepEqual(
    [neighbour(PAPER, 1, -1), neighbour(PAPER, 1, 1), neighbour(PAPER, 4, 1)],
    [1, 2, 4],
  );
});

test("one goes on where one was, else at the first question without an answer", () => {
  const all = cells(PAPER, someAnswers(), null);
  assert.deepEqual([startingPosition(all, 4), startingPosition(all, 99)], [4, 3]);
  assert.equal(startingPosition([], 1), null);
});

test("an answer is saved only when its receipt is there", () => {
  const answers = someAnswers();
  assert.deepEqual(answers.at(1), { choice: "a", flagged: false, saved: 5 });
  assert.deepEqual(answers.at(2), { choice: "b", flagged: true, saved: null });
  const receipt = { section: 0, position: 2, choice: "b", flagged: true };
  answers.receive([{ ...receipt, seq: 6, answered_ms: 9, received_ms: 11 }]);
  assert.equal(answers.isUnsaved(2), true, "the receipt of an earlier answer to the question");
  // the player's clock was ahead: the server has moved the time of answering back
  answers.receive([{ ...receipt, seq: 7, answered_ms: 8, received_ms: 8 }]);
  assert.deepEqual(answers.at(2), { choice: "b", flagged: true, saved: 8 });
});

test("the receipt of an older choice does not make a newer one saved", () => {
  const answers = someAnswers();
  answers.give({ section: 0, position: 2, choice: "d", flagged: false, answered_ms: 20 });
  const receipt = { section: 0, position: 2, choice: "b", flagged: true, answered_ms: 9 };
  answers.receive([{ ...receipt, received_ms: 21 }]);
  assert.deepEqual(answers.at(2), { choice: "d", flagged: false, saved: null });
});

test("receipts of another section change nothing here", () => {
  const answers = someAnswers();
  answers.receive([{ section: 1, position: 1, choice: "d", flagged: false, received_ms: 1 }]);
  assert.equal(answers.at(1).choice, "a");
});

test("a situation is answered when both of its places are", () => {
  const part = { kk: "Жағдаяттар", ru: "Ситуации" };
  const paper = [1, 2, 3].map((position) => (
    { position, places: [2 * position - 1, 2 * position], part }
  ));
  const answers = new Answers();
  const saved = [
    { position: 1, choice: "a", flagged: true, received_ms: 5 },
    { position: 2, choice: "d", flagged: false, received_ms: 6 },
    { position: 3, choice: "c", flagged: false, received_ms: 7 },
  ];
  const pending = [{ seq: 9, section: 0, position: 5, choice: "b", flagged: false, answered_ms: 9 }];
  answers.adopt(0, saved, pending);
  assert.deepEqual(
    cells(paper, answers, 1).map((cell) => label(cell, WORDS)),
    ["Question 1, answered, flagged", "Question 2, not answered", "Question 3, not answered, not yet saved"],
  );
  assert.deepEqual(summary(cells(paper, answers, 1)).unanswered, [2, 3]);
});
