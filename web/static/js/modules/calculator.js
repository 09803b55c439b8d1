// A calculator for sums as people write them: 1 250 × 12 % ÷ (3 − 1). It counts in whole numbers
// and fractions, so nothing is lost on the way; only what is shown is rounded.

const MOST_LETTERS = 120;
const MOST_DIGITS = 400; // of a numerator: enough for any sum that is typed
const SHOWN_DIGITS = 12;
const NBSP = "\u00a0";
const SIGNS = new Map([
  ["*", "×"], ["x", "×"], ["X", "×"], ["х", "×"], ["/", "÷"], [":", "÷"], ["-", "−"], [".", ","],
]);
const ALLOWED = /^[0-9,+−×÷%()]$/;
const PRIORITY = { "+": 1, "−": 1, "×": 2, "÷": 2 };

/** A sum that cannot be counted: `code` is "unfinished", "zero" or "long". */
export class NoSum extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** The signs of a text that a sum may hold, written in one way; blanks are left out. */
export function written(text) {
  return [...text]
    .map((sign) => SIGNS.get(sign) ?? sign)
    .filter((sign) => ALLOWED.test(sign))
    .slice(0, MOST_LETTERS)
    .join("");
}

/** The value of a sum as a fraction [numerator, denominator] in lowest terms. */
export function count(text) {
  const tokens = written(text).match(/\d+(?:,\d*)?|,\d+|[+−×÷%()]/g) ?? [];
  if (tokens.join("") !== written(text) || tokens.length === 0) throw new NoSum("unfinished");
  const reading = { tokens, at: 0 };
  const value = expression(reading, 0);
  if (reading.at < tokens.length) throw new NoSum("unfinished");
  return value;
}

function expression(reading, least) {
  let left = operand(reading);
  for (;;) {
    const sign = reading.tokens[reading.at];
    const priority = PRIORITY[sign] ?? 0;
    if (priority <= least) return left;
    reading.at += 1;
    left = APPLY[sign](left, expression(reading, priority));
  }
}

function operand(reading) {
  const token = reading.tokens[reading.at];
  reading.at += 1;
  let value;
  if (token === "−") value = negated(operand(reading));
  else if (token === "(") {
    value = expression(reading, 0);
    if (reading.tokens[reading.at] !== ")") throw new NoSum("unfinished");
    reading.at += 1;
  } else if (token !== undefined && /^[\d,]/.test(token)) value = number(token);
  else throw new NoSum("unfinished");
  while (reading.tokens[reading.at] === "%") {
    reading.at += 1;
    value = lowest(value[0], value[1] * 100n);
  }
  return value;
}

function number(token) {
  const [whole, part = ""] = token.split(",");
  if (whole === "" && part === "") throw new NoSum("unfinished");
  return lowest(BigInt(whole + part || "0"), 10n ** BigInt(part.length));
}

const negated = ([top, bottom]) => [-top, bottom];

const APPLY = {
  "+": ([a, b], [c, d]) => lowest(a * d + c * b, b * d),
  "−": ([a, b], [c, d]) => lowest(a * d - c * b, b * d),
  "×": ([a, b], [c, d]) => lowest(a * c, b * d),
  "÷": ([a, b], [c, d]) => {
    if (c === 0n) throw new NoSum("zero");
    return lowest(a * d, b * c);
  },
};

function lowest(top, bottom) {
  const sign = bottom < 0n ? -1n : 1n;
  let [a, b] = [top < 0n ? -top : top, bottom * sign];
  while (b) [a, b] = [b, a % b];
  const value = [(top * sign) / (a || 1n), (bottom * sign) / (a || 1n)];
  if (String(value[0]).length > MOST_DIGITS) throw new NoSum("long");
  return value;
}

/** A fraction as it is read: "1 250", "0,3333333333", "≈" before what is rounded; {text, exact}. */
export function shown([top, bottom]) {
  const size = top < 0n ? -top : top;
  const whole = size / bottom;
  const room = Math.max(0, SHOWN_DIGITS - String(whole).length);
  const scale = 10n ** BigInt(room);
  const scaled = (2n * size * scale + bottom) / (2n * bottom);
  const digits = String(scaled).padStart(room + 1, "0");
  const part = room ? digits.slice(-room).replace(/0+$/, "") : "";
  const front = room ? digits.slice(0, -room) : digits;
  const grouped = front.replace(/\B(?=(\d{3})+(?!\d))/g, NBSP);
  const text = (top < 0n ? "−" : "") + grouped + (part && `,${part}`);
  return { text, isExact: (size * scale) % bottom === 0n };
}

/** What the line holds after a key: {text, isResult}; `isResult`: it is an answer to go on from. */
export function pressed({ text, isResult }, key) {
  if (key === "clear") return { text: "", isResult: false };
  if (key === "back") return { text: isResult ? "" : [...text].slice(0, -1).join(""), isResult: false };
  const begins = isResult && /[\d,(]/.test(key);
  return { text: written((begins ? "" : text) + key), isResult: false };
}

const KEYS = { Enter: "equals", "=": "equals", Delete: "clear" };

/** Ties the calculator's buttons and keys; texts of faults stand in data attributes. */
export function attach(element) {
  const line = element.querySelector("[data-line]");
  const answer = element.querySelector("[data-answer]");
  let isResult = false;

  function equals() {
    try {
      const { text, isExact } = shown(count(line.value));
      answer.textContent = `${isExact ? "=" : "≈"} ${text}`;
      line.value = written(text);
      isResult = true;
    } catch (fault) {
      if (!(fault instanceof NoSum)) throw fault;
      answer.textContent = element.dataset[fault.code];
    }
  }

  function press(key) {
    if (key === "equals") return equals();
    const next = pressed({ text: line.value, isResult }, key);
    line.value = next.text;
    isResult = next.isResult;
    answer.textContent = "";
  }

  element.addEventListener("click", (event) => {
    const { key } = event.target.closest("[data-key]")?.dataset ?? {};
    if (key) press(key);
  });
  line.addEventListener("input", () => {
    line.value = written(line.value);
    isResult = false;
    answer.textContent = "";
  });
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    event.stopPropagation(); // digits and letters are the calculator's now, not the test's
    const isButton = event.target.matches("[data-key]");
    const sign = SIGNS.get(event.key) ?? event.key;
    if (event.key === "Enter" && isButton) return; // presses the button
    if (KEYS[event.key]) press(KEYS[event.key]);
    else if (isButton && event.key === "Backspace") press("back");
    else if (ALLOWED.test(sign) && (isButton || isResult)) press(sign);
    else return;
    event.preventDefault();
  });
}
