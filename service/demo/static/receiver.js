// Brings new messages every two seconds, as long as the reader wants it and looks.
const PAUSE = 2000;

const list = document.getElementById("messages");
const news = document.getElementById("news");
const wanted = document.getElementById("by-itself");

let shown = null;

async function look() {
  if (!wanted.checked || document.hidden) {
    return;
  }
  try {
    const answer = await fetch(list.dataset.list, { cache: "no-store" });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const text = await answer.text();
    if (shown !== null && text !== shown) {
      list.innerHTML = text;
      news.textContent = `${news.dataset.news} ${new Date().toLocaleTimeString()}`;
    }
    shown = text;
  } catch {
    news.textContent = news.dataset.lost;
  }
}

wanted.closest("label").hidden = false;
look();
setInterval(look, PAUSE);
