// Asks once more before a form is sent. Texts: data-question, data-yes, data-no on the form.

export function attach(form) {
  let confirmed = false;
  form.addEventListener("submit", (event) => {
    if (confirmed) return;
    event.preventDefault();
    ask(form.dataset, () => {
      confirmed = true;
      form.requestSubmit(event.submitter);
    });
  });
}

function ask({ question, yes, no }, onYes) {
  const dialog = document.createElement("dialog");
  dialog.className = "question";
  const text = document.createElement("p");
  text.id = "question-text";
  text.textContent = question;
  dialog.setAttribute("aria-labelledby", text.id);
  const actions = document.createElement("div");
  actions.className = "actions";
  actions.append(
    answer(no, "button-secondary", () => dialog.close()),
    answer(yes, "button-danger", () => {
      dialog.close();
      onYes();
    }),
  );
  dialog.append(text, actions);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function answer(text, kind, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `button ${kind}`;
  button.textContent = text;
  button.addEventListener("click", onClick);
  return button;
}
