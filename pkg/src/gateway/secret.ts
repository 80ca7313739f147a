/** Cuts the key out of what a page gets to see: some services quote it where they refuse it. */

/** What stands in its place. It is ASCII: a header takes nothing else, and it is the same in every charset. */
const MARK = "...";

/** A text without the secret. */
export function cut(text: string, secret: string): string {
  return text.replaceAll(secret, MARK);
}

/** Bytes without the secret, in whatever cuts they come: fewer than it has are held back. The other bytes stay as they are. */
export class Cutter {
  readonly #secret: string;
  /** The end of what came, as far as the secret may begin there; a character a byte. */
  #held = "";

  /** @param secret not empty, and ASCII. */
  constructor(secret: string) {
    this.#secret = secret;
  }

  /** What can be passed on when `bytes` have come. */
  pass(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const parts = (this.#held + spelled(bytes)).split(this.#secret);
    const rest = parts.pop() ?? "";
    let begins = Math.max(0, rest.length - this.#secret.length + 1);
    while (!this.#secret.startsWith(rest.slice(begins))) begins += 1;
    this.#held = rest.slice(begins);
    return inBytes([...parts, rest.slice(0, begins)].join(MARK));
  }

  /** What is left when no more bytes come. */
  end(): Uint8Array<ArrayBuffer> {
    return inBytes(this.#held);
  }
}

function spelled(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function inBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
