/** JSON while it arrives: applies what the core tells of it. */

/** Tags of the operations: see `Op` in src/chat/partial_json.rs. */
const enum Op {
  OpenObject = 16,
  OpenArray,
  Key,
  StringBegin,
  StringPiece,
  StringEnd,
  Scalar,
  Close,
}

type Container = unknown[] | Record<string, unknown>;

/**
 * A value that grows: objects and arrays are the same ones at every step and gain members, items and characters, so that
 * whoever keeps a step makes a copy of it. Of equal keys the last wins, as in `JSON.parse`.
 *
 * @internal
 */
export class Growing {
  /** The value so far; undefined before the first operation. */
  value: unknown;
  readonly #open: Container[] = [];
  #key = "";

  /** Applies one operation. */
  apply(tag: number, text: string): void {
    switch (tag) {
      case Op.OpenObject:
        return this.#push({});
      case Op.OpenArray:
        return this.#push([]);
      case Op.Key:
        this.#key = text;
        return;
      case Op.StringBegin:
        return this.#put("");
      case Op.StringPiece:
        return this.#grow(text);
      case Op.Scalar:
        return this.#put(JSON.parse(text));
      case Op.Close:
        this.#open.pop();
    }
  }

  #push(container: Container): void {
    this.#put(container);
    this.#open.push(container);
  }

  /** Puts a value where the next one belongs. */
  #put(value: unknown): void {
    const into = this.#open.at(-1);
    if (!into) this.value = value;
    else if (Array.isArray(into)) into.push(value);
    // Assigned, this key would name the object's prototype.
    else if (this.#key === "__proto__") Object.defineProperty(into, this.#key, { value, writable: true, enumerable: true, configurable: true });
    else into[this.#key] = value;
  }

  /** Lengthens the string that was put last. */
  #grow(text: string): void {
    const into = this.#open.at(-1);
    if (!into) this.value = (this.value as string) + text;
    else if (Array.isArray(into)) into.push((into.pop() as string) + text);
    else into[this.#key] = (into[this.#key] as string) + text;
  }
}
