// A quiet clock: it shows the time left each second and lets screen readers hear it each minute,
// then each 10 seconds of the last minute. It decides nothing: the server's clock does.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LAST_CALL = 10;

/** Whole seconds left at `now` of a clock that runs ahead of ours by `ahead` milliseconds. */
export function secondsLeft(until, now, ahead = 0) {
  return Math.max(0, Math.ceil((until - (now + ahead)) / 1000));
}

/** 65 → "1:05", 3605 → "1:00:05". */
export function clockFace(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / HOUR), Math.floor((seconds % HOUR) / MINUTE)];
  const rest = two(seconds % MINUTE);
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Whether screen readers should hear the time when it goes from `before` to `seconds` left. */
export function isHeard(before, seconds) {
  if (seconds === before) return false;
  const pace = seconds < MINUTE ? LAST_CALL : MINUTE;
  return Math.floor((before - 1) / pace) !== Math.floor((seconds - 1) / pace) || seconds === 0;
}

/** The words for it: whole minutes, or seconds in the last minute. */
export function spokenTime(seconds, { said, minutes, seconds: inSeconds }) {
  const time =
    seconds > MINUTE
      ? minutes.replace("{n}", Math.ceil(seconds / MINUTE))
      : inSeconds.replace("{n}", seconds);
  return said.replace("{time}", time);
}

/** Texts and moments from data-…; fires "over" on the element when no time is left. */
export function attach(element) {
  const [shown, heard] = element.querySelectorAll("[aria-live]");
  const ahead = Date.parse(element.dataset.now) - Date.now();
  let before = Infinity;

  const tick = () => {
    const left = secondsLeft(Date.parse(element.dataset.until), Date.now(), ahead);
    shown.textContent = clockFace(left);
    if (before !== Infinity && isHeard(before, left)) {
      heard.textContent = spokenTime(left, element.dataset);
    }
    before = left;
    if (left === 0) {
      clearInterval(timer);
      element.dispatchEvent(new CustomEvent("over", { bubbles: true }));
    }
  };
  const timer = setInterval(tick, 1000);
  tick();
}
