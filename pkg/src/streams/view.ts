/** One view of an answer as it arrives. */
import { Supply } from "./supply.js";

/** Views, as bits: see `Views` in src/chat/views.rs. */
export const enum Bit {
  Chunks = 1,
  Text = 2,
  Reasoning = 4,
  Audio = 8,
  Json = 16,
  Lines = 32,
}

/** What a view needs of the stream that it shows. */
export interface Viewed {
  /** Gives a view what the core has kept of it. */
  catchUp(view: View): void;
  /** Begins a read for a view: see {@link Supply.begin}. */
  beginFor(view: View): Promise<unknown> | undefined;
  /** Reads on where that is wanted: a view has come to its end, or waits. */
  goOn(): void;
  /** Its reader has left a view, whether or not more of it would have come. */
  left(): void;
}

/**
 * The pieces of one view. The core, or its source, keeps what nobody waits for, so that a view holds next to nothing; only when the
 * stream has ended does it get, as one piece, what was left.
 */
export class View extends Supply<string> {
  readonly bit: Bit;
  /** UTF-16 units that have been told. */
  told = 0;
  readonly #stream: Viewed;
  #rest = "";

  constructor(stream: Viewed, bit: Bit) {
    super();
    this.#stream = stream;
    this.bit = bit;
  }

  /** A piece has come. */
  give(piece: string): void {
    if (!piece || this.over) return;
    this.told += piece.length;
    this.#rest += piece;
    this.serve();
  }

  /** Nothing more will come; `failure` is thrown once. */
  end(failure?: { error: unknown }): void {
    if (this.over) return;
    this.settle(failure);
    this.#stream.goOn();
  }

  protected override item(): string | undefined {
    this.#stream.catchUp(this);
    const rest = this.#rest;
    this.#rest = "";
    return rest || undefined;
  }

  protected override begin(): Promise<unknown> | undefined {
    return this.#stream.beginFor(this);
  }

  protected override read(): void {
    this.#stream.goOn();
  }

  protected override abandon(): void {
    this.#rest = "";
    this.end();
    this.#stream.left();
  }
}
