/** What a call has brought. */
export interface Answered<T> {
  data: T;
  /** Its status and headers. Its body is read already; that of a stream is locked, for the stream reads it. Only what `files.content` gives is yours to read. */
  response: Response;
}

/**
 * The promise of a call's data, as in `openai`: await it, or ask for the response besides. `ask`, `translate`, `documents`, a
 * conversation and `batches.wait` give plain promises; a stream has its `response` anyway.
 */
export class APIPromise<T> extends Promise<T> {
  readonly #answered: Promise<Answered<T>>;

  /** @internal */
  constructor(answered: Promise<Answered<T>>) {
    super((resolve, reject) => answered.then(({ data }) => resolve(data), reject));
    this.#answered = answered;
  }

  /** `then` gives plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** The data, the response (for its status and headers: the data is its body) and the id for the service's support. */
  async withResponse(): Promise<Answered<T> & { request_id: string | null }> {
    // The data's own promise is another: whoever asks for this one handles the failure here.
    this.catch(() => undefined);
    const { data, response } = await this.#answered;
    return { data, response, request_id: response.headers.get("x-request-id") };
  }

  /**
   * The response alone, when its answer has come: unlike with `openai`, its body is used up (but for that of `files.content`)
   * or, where a stream is asked for, locked. So it tells status and headers, and is not for streams: nobody has the stream
   * then, to read or to close it. To hand an answer on, take the stream's `toReadableStream()`; for the data too,
   * {@link withResponse}.
   */
  async asResponse(): Promise<Response> {
    return (await this.withResponse()).response;
  }
}
