// Signs with the reader's signing program and hands the signature in with the form around it.
// Texts and addresses: data-… on the form; parts: data-part inside. The key stays in the program.

import { signWith } from "./sign-flow.js";

const CLIENT = "/static/vendor/ncalayer/ncalayer-client.js";
// The client also looks for another program by HTTP, which we do not use: it finds a file of ours.
const NOTHING_THERE = "/static/img/favicon.svg";
const OUTCOMES = ["away", "cancelled", "failed"];

export function attach(form) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const field = form.elements.namedItem("cms");
  let client = null;
  let stopped = false;

  part("program").hidden = false;
  part("file").querySelector("details").open = false;
  field.value = "";

  const tell = (name) => {
    part("progress").textContent = name ? form.dataset[name] : "";
  };
  const busy = (isBusy) => {
    part("sign").disabled = isBusy;
    part("stop").hidden = !isBusy;
  };
  const show = (outcome, detail) => {
    for (const name of OUTCOMES) part(name).hidden = name !== outcome;
    part("detail").textContent = detail;
    part(outcome).focus();
  };

  async function sign() {
    stopped = false;
    for (const name of OUTCOMES) part(name).hidden = true;
    busy(true);
    const { signer, document: data, locale } = form.dataset;
    const Client = await clientClass();
    client = new Client(signer, false);
    client.kmdHttpApiUrl = NOTHING_THERE;
    const done = await signWith({ Client, client, data, locale, tell, wasStopped: () => stopped });
    client.wsConnection?.close();
    if (done.cms) {
      part("stop").hidden = true;
      tell("handing");
      field.value = done.cms;
      form.submit();
      return;
    }
    busy(false);
    tell("");
    show(done.fault, done.detail);
  }

  part("sign").addEventListener("click", () => {
    sign().catch((error) => {
      busy(false);
      tell("");
      show("failed", String(error.message ?? error));
    });
  });
  part("stop").addEventListener("click", () => {
    stopped = true;
    client?.wsConnection?.close();
  });
  // who comes back by the browser's history finds the button alive again
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    field.value = "";
    busy(false);
    tell("");
  });
}

async function clientClass() {
  if (!globalThis.NCALayerClient) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = CLIENT;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(CLIENT)));
      document.head.append(script);
    });
  }
  return globalThis.NCALayerClient;
}
