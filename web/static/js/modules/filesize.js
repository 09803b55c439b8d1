// Says that a file is too large before it is sent. Bytes: data-limit, words: data-fault.

export function attach(input) {
  input.addEventListener("change", () => {
    const [file] = input.files;
    const isTooLarge = Boolean(file) && file.size > Number(input.dataset.limit);
    input.setCustomValidity(isTooLarge ? input.dataset.fault : "");
    if (isTooLarge) input.reportValidity();
  });
  // the form is novalidate so that the server's words stand in the page; this one must not leave
  input.form.addEventListener("submit", (event) => {
    if (!input.checkValidity()) {
      event.preventDefault();
      input.reportValidity();
    }
  });
}
