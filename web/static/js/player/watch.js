// Leaving the test window, counted and told honestly; full screen; a screen that stays awake.

const SHORT_MS = 1000;

/** Calls `left(seconds)` when the candidate is back after more than a second elsewhere. */
export function watchLeaving({ page, view, moment, left }) {
  let since = null;
  const away = () => {
    since ??= moment();
  };
  const back = () => {
    if (since === null || page.visibilityState === "hidden" || !page.hasFocus()) return;
    const ms = moment() - since;
    since = null;
    if (ms > SHORT_MS) left(Math.round(ms / 1000));
  };
  page.addEventListener("visibilitychange", () => {
    if (page.visibilityState === "hidden") away();
    else back();
  });
  view.addEventListener("blur", away);
  view.addEventListener("focus", back);
}

/** Buttons that offer full screen; they go where it is on or not to be had. */
export function offerFullScreen(page, buttons) {
  const show = () => {
    for (const button of buttons) {
      button.hidden = !page.fullscreenEnabled || page.fullscreenElement !== null;
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      try {
        await page.documentElement.requestFullscreen({ navigationUI: "hide" });
      } catch {
        button.hidden = true; // the browser does not allow it; the test goes on without
      }
    });
  }
  page.addEventListener("fullscreenchange", show);
  show();
}

/** Ask the device not to fall asleep: silence counts as a lost connection. */
export async function stayAwake(page) {
  const ask = async () => {
    try {
      if (page.visibilityState === "visible") await navigator.wakeLock?.request("screen");
    } catch {
      // low battery or not allowed: the device's own settings decide
    }
  };
  page.addEventListener("visibilitychange", ask);
  await ask();
}
