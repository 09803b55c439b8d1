// Sealing (AES-GCM with the attempt's key): the rows of the queue, and the sealed answer file.

const FORMAT = "synaq-sealed-1";
const IV_BYTES = 12;

export function toBase64(bytes) {
  return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Seals and opens JSON with the key; the key cannot be read out of it again. */
export class Seal {
  #key;

  constructor(key) {
    this.#key = key;
  }

  static async from(base64) {
    const raw = fromBase64(base64);
    return new Seal(
      await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]),
    );
  }

  async close(value) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, plain) };
  }

  /** Throws where the data was sealed with another key or changed. */
  async open({ iv, data }) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.#key, data);
    return JSON.parse(new TextDecoder().decode(plain));
  }
}

/** The file an administrator can load: `entries` in their order, numbered after the head. */
export async function sealedFile({ seal, attempt, entries, head, madeMs }) {
  const answers = entries.map((entry, index) => ({ ...entry, seq: head.seq + 1 + index }));
  const { iv, data } = await seal.close({ answers, head, made_ms: madeMs });
  return {
    name: `synaq-answers-${attempt}.sealed.json`,
    text: JSON.stringify({
      format: FORMAT,
      attempt,
      iv: toBase64(iv),
      data: toBase64(data),
    }),
  };
}
