/** The sound of an answer: what the core makes of its base64. Loaded when the first answer is listened to. */
import "../index.js"; // whoever loads this has it: see `check_chunks` in xtask/src/build/bundles.rs
import { late, type Late } from "#late";
import { Lease } from "../core/instance.js";
import { Tenant } from "../core/tenant.js";
import { toError } from "../errors.js";
import { type Machine, type Read, Reading } from "./reading.js";
import type { View } from "./view.js";

type Raw = InstanceType<Late["RawPcm"]>;

/** Characters of base64 that go into linear memory at once: an hour of sound has 230 million. */
const SLICE = 64 * 1024;

/** The samples that a view's base64 spells. */
export async function samples(stream: Read, view: View): Promise<Reading<Int16Array>> {
  return new Reading(stream, view, new Samples(await late()));
}

class Samples implements Machine<Int16Array> {
  readonly #raw: Tenant<Raw>;
  #failure: unknown;

  constructor(api: Late) {
    this.#raw = new Tenant<Raw>(api, () => new api.RawPcm(), (error) => (this.#failure = error));
    this.#check();
  }

  push(base64: string): Int16Array | undefined {
    return this.#samples((raw) => raw.push(base64));
  }

  finish(): Int16Array | undefined {
    return this.#samples((raw) => raw.finish());
  }

  free(): void {
    this.#raw.free();
  }

  #check(): void {
    if (this.#failure !== undefined) throw toError(this.#failure);
  }

  #samples(use: (raw: Raw) => Uint8Array): Int16Array | undefined {
    const bytes = this.#raw.use(use);
    this.#check();
    return bytes?.length ? new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) : undefined;
  }
}

/** A whole sound as a WAV file. */
export async function wav(base64: string | undefined): Promise<Blob> {
  if (!base64) throw toError({ kind: "decode", code: "no_audio", message: 'The answer has no audio: ask an omni model with `modalities: ["text", "audio"]` and `audio: { voice, format: "wav" }`.' });
  const api = await late();
  const samples = new Samples(api);
  try {
    const parts: Int16Array[] = [];
    for (let at = 0; at < base64.length; at += SLICE) parts.push(...some(samples.push(base64.slice(at, at + SLICE))));
    parts.push(...some(samples.finish()));
    const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
    const header = new Lease().run(api, () => api.wav_header(bytes));
    return new Blob([header, ...parts] as BlobPart[], { type: "audio/wav" });
  } finally {
    samples.free();
  }
}

function some<T>(item: T | undefined): T[] {
  return item === undefined ? [] : [item];
}
