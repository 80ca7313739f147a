/** What a call has brought. */
export interface Answered<T> {
  data: T;
  /** Its body is used up, but for that of a stream. */
  response: Response;
}

/** The promise of a call's data, as in `openai`: await it, or ask for the response besides. */
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

  /** The data, the response (its body is used up, but for a stream) and the id for the service's support. */
  async withResponse(): Promise<Answered<T> & { request_id: string | null }> {
    // The data's own promise is another: whoever asks for this one handles the failure here.
    this.catch(() => undefined);
    const { data, response } = await this.#answered;
    return { data, response, request_id: response.headers.get("x-request-id") };
  }

  /** The response alone. */
  async asResponse(): Promise<Response> {
    return (await this.withResponse()).response;
  }
}
