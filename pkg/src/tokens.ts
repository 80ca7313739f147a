/** `qwen.tokens` */
import type { Connection } from "./connection.js";
import type { RequestOptions } from "./options.js";
import { part } from "./part.js";
import { APIPromise } from "./promise.js";

/** For how long a temporary key is to work. */
export interface TokenCreateParams {
  /** Whole seconds, 1 to 1800. Default: the service's, which is 60 (reference 1.3). */
  expire_in_seconds?: number | undefined;
}
/** A temporary key. */
export interface TemporaryKey {
  /** Goes where a key goes: `new Qwen({ apiKey: token })`. */
  token: string;
  /** Seconds since 1970. */
  expires_at: number;
}

/** Temporary keys (reference 1.3). */
export class Tokens {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Makes a temporary key: for a server that holds the permanent one, and gives this to a native app or to a proxy. It may do
   * all that the permanent key may, and cannot be revoked. A page has no use for one, for the service answers no page (reference
   * 1.6): that is what a gateway is for.
   *
   * @throws {QwenError} `code: "invalid_argument"` for a time out of range, and where `baseURL` is a gateway's and not the service's.
   * @throws {AuthenticationError} where the key is wrong.
   */
  create(params: TokenCreateParams = {}, options: RequestOptions = {}): APIPromise<TemporaryKey> {
    return new APIPromise(part(import("./late.js")).then(({ temporaryKey }) => temporaryKey(this.#connection, params, options)));
  }
}
