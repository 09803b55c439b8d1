// The equipment check (TT-1): camera, microphone, network, full screen. It measures, shows what to
// do, and writes the results into the form; the candidate decides when to go on.

import { brightness, faultName, loudness, megabits, verdict } from "./measure.js";

const words = JSON.parse(document.getElementById("check-words").textContent);
const form = document.getElementById("checked");
const byId = (id) => document.getElementById(id);

const LISTEN_MS = 6000;
const LOOK_AFTER_MS = 1200;
const PROBE_BYTES = 1_048_576;
const PROBE_MS = 2500;

const wait = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

function show(name, kind, advice) {
  for (const state of document.querySelectorAll(`[data-state="${name}"] [data-kind]`)) {
    state.hidden = state.dataset.kind !== kind;
  }
  if (advice) document.querySelector(`[data-advice="${name}"]`).textContent = advice;
}

async function checkCamera() {
  show("camera", "note");
  const picture = byId("camera-picture");
  stop(picture.srcObject);
  try {
    picture.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 640 }, height: { ideal: 480 } },
    });
    await picture.play();
  } catch (fault) {
    return finish("camera", "camera", faultName(fault));
  }
  await wait(LOOK_AFTER_MS); // cameras need a moment to get used to the light
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 48];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, 64, 48);
  const light = brightness(context.getImageData(0, 0, 64, 48).data);
  return finish("camera", "camera", verdict.camera(light));
}

async function checkMicrophone() {
  show("microphone", "note");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (fault) {
    return finish("microphone", "microphone", faultName(fault));
  }
  const audio = new AudioContext();
  const listener = audio.createAnalyser();
  audio.createMediaStreamSource(stream).connect(listener);
  const wave = new Float32Array(listener.fftSize);
  const meter = byId("microphone-level");
  let loudest = 0;
  for (let heard = 0; heard < LISTEN_MS && verdict.microphone(loudest) !== "good"; heard += 100) {
    await wait(100);
    listener.getFloatTimeDomainData(wave);
    const level = loudness(wave);
    loudest = Math.max(loudest, level);
    meter.value = Math.round(level * 100);
  }
  stop(stream);
  await audio.close();
  return finish("microphone", "microphone", verdict.microphone(loudest));
}

async function checkNetwork() {
  show("network", "note");
  try {
    const down = await measure(async () => {
      const answer = await ask(`/practice/probe?size=${PROBE_BYTES}`, {});
      return (await answer.arrayBuffer()).byteLength;
    });
    byId("network-down").textContent = down.toFixed(1);
    const load = new Uint8Array(PROBE_BYTES);
    const up = await measure(async () => {
      await ask("/practice/probe", { method: "POST", body: load });
      return load.byteLength;
    });
    byId("network-up").textContent = up.toFixed(1);
    const slower = Math.min(down, up);
    return finish("network", "mbit", verdict.network(slower), slower.toFixed(1));
  } catch {
    return finish("network", "mbit", "lost");
  }
}

async function ask(url, options) {
  const csrf = document.querySelector("meta[name=csrf]").content;
  const headers = { "x-csrf-token": csrf, "content-type": "application/octet-stream" };
  const answer = await fetch(url, {
    ...options,
    headers: options.method ? headers : {},
    cache: "no-store",
    signal: AbortSignal.timeout(20_000),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

/** Megabits per second over about PROBE_MS of carrying; the first go warms the line up. */
async function measure(carry) {
  await carry();
  const began = performance.now();
  let bytes = 0;
  do bytes += await carry();
  while (performance.now() - began < PROBE_MS);
  return megabits(bytes, performance.now() - began);
}

async function checkScreen() {
  if (!document.fullscreenEnabled) return finish("screen", "fullscreen", "missing");
  show("screen", "note");
  try {
    await document.documentElement.requestFullscreen();
    await wait(1000);
    if (document.fullscreenElement) await document.exitFullscreen();
    return finish("screen", "fullscreen", "good");
  } catch {
    return finish("screen", "fullscreen", "refused");
  }
}

/** Show the outcome and write it into the form: `value`, or the outcome's own name. */
function finish(name, field, outcome, value = outcome) {
  const kind = { good: "good", dark: "wait", quiet: "wait", slow: "wait" }[outcome] ?? "bad";
  const word = `${name}${outcome[0].toUpperCase()}${outcome.slice(1)}`;
  show(name, kind, words[word]);
  form.elements[field].value = value;
}

function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

byId("check-all").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  button.disabled = true;
  await checkScreen(); // first: the browser allows it right after a press only
  await checkCamera();
  await checkMicrophone();
  await checkNetwork();
  button.querySelector("span").textContent = words.again;
  button.disabled = false;
});
byId("screen-try").addEventListener("click", checkScreen);
window.addEventListener("pagehide", () => stop(byId("camera-picture").srcObject));
