// Loads the page anew after some seconds, unless it is hidden: for work whose progress it shows.

export function attach(element) {
  const wait = Number(element.dataset.seconds) * 1000;
  const look = () => {
    if (document.visibilityState === "visible") location.reload();
    else setTimeout(look, wait);
  };
  setTimeout(look, wait);
}
