// Copies data-copy and says data-done for a moment in place of the label.

const SHOWN_MS = 2500;

export function attach(button) {
  if (!navigator.clipboard) return;
  const label = button.querySelector("[aria-live]");
  const plain = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = button.dataset.done;
    setTimeout(() => {
      label.textContent = plain;
    }, SHOWN_MS);
  });
}
