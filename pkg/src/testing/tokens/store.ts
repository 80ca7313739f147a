import { hex } from "../ids.js";
import type { Settings } from "../options.js";

interface Issued {
  key: string;
  /** UNIX seconds. */
  expiresAt: number;
}

/** The temporary keys that were given out (reference 1.3). They cannot be revoked. */
export class TokenStore {
  readonly #issued = new Map<string, Issued>();

  constructor(private readonly settings: Settings) {}

  issue(key: string, seconds: number): { token: string; expires_at: number } {
    const token = `st-lt-v1${hex(40)}`; // they begin like this (reference 1.3)
    const expires_at = Math.floor(this.settings.now() / 1000) + seconds;
    this.#issued.set(token, { key, expiresAt: expires_at });
    return { token, expires_at };
  }

  /** The key that a temporary key stands for; null for one that has expired, and a key that is none as it is. */
  keyOf(key: string): string | null {
    const issued = this.#issued.get(key);
    if (!issued) return key;
    return this.settings.now() / 1000 < issued.expiresAt ? issued.key : null;
  }

  clear(): void {
    this.#issued.clear();
  }
}
