// A check that runs in the visitor's own browser: the record is read here and sent nowhere.
// Inside the element: [data-local] the button, [data-result] the place of the verdict, [data-words]
// the sentences as JSON, <template data-good> and <template data-bad> the verdict's frame. The
// record is what was chosen or pasted, or what a script [data-record] of the page holds.

const MOST_SHOWN = 20;

/** "Receipt {place}: …" with its values. */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** What the page holds, else what was chosen or pasted, as text. */
async function textOf(root) {
  const held = root.querySelector("script[data-record]");
  if (held) return held.textContent;
  const [file] = root.querySelector("input[type=file]").files;
  return file ? file.text() : root.querySelector("textarea").value;
}

/** `check` gets what the JSON says and returns { faults: [{ code, … }], values: {…} }. */
export function localCheck(root, check) {
  const button = root.querySelector("[data-local]");
  button.hidden = !globalThis.crypto?.subtle; // it is there over HTTPS or on this machine alone
  const words = JSON.parse(root.querySelector("[data-words]").textContent);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { faults, values } = await verdict(root, check);
    show(root, words, faults, values);
    button.disabled = false;
  });
}

async function verdict(root, check) {
  const text = await textOf(root);
  if (!text.trim()) return { faults: [{ code: "nothing" }], values: {} };
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    return { faults: [{ code: "json" }], values: {} };
  }
  try {
    return await check(content);
  } catch {
    return { faults: [{ code: "unsupported" }], values: {} };
  }
}

function show(root, words, faults, values) {
  const kind = faults.length ? "bad" : "good";
  const frame = root.querySelector(`template[data-${kind}]`).content.cloneNode(true);
  const body = frame.querySelector(".banner-body");
  if (faults.length) {
    const list = document.createElement("ul");
    for (const { code, ...rest } of faults.slice(0, MOST_SHOWN)) {
      const item = document.createElement("li");
      item.textContent = filled(words[code], rest);
      list.append(item);
    }
    body.append(list);
  } else {
    const text = document.createElement("p");
    text.textContent = filled(words.good, values);
    body.append(text);
  }
  const result = root.querySelector("[data-result]");
  result.replaceChildren(frame);
  result.scrollIntoView({ block: "nearest" });
}
