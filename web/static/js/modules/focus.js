// Takes the focus when the page opens (error summary), so that nobody has to look for the fault.

export function attach(element) {
  element.focus();
}
