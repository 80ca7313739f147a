export type Delta = Readonly<Record<string, unknown>>;

/** The key orders of a streamed choice that change within one stream (reference 4.2, 13). */
export const first = (index: number, delta: Delta): object => ({ delta, index, logprobs: null, finish_reason: null });
export const second = (index: number, delta: Delta, logprobs: object | null): object => ({ finish_reason: null, logprobs, delta, index });
export const middle = (index: number, delta: Delta, logprobs: object | null = null): object => ({ delta, finish_reason: null, index, logprobs });
/** Without finish reason and logprobs: of tool calls. */
export const bare = (index: number, delta: Delta): object => ({ delta, index });
export const last = (index: number, delta: Delta, finish_reason: string): object => ({ finish_reason, delta, index, logprobs: null });
