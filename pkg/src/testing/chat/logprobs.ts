/** Tokens and their likelihoods (reference 3): each is certain, and its alternatives ever less likely. */
export function logprobsOf(tokens: readonly string[], alternatives: number | null): object | null {
  if (alternatives === null) return null;
  return { content: tokens.map((token) => ({ ...likely(token, 0), top_logprobs: ranked(token, alternatives) })) };
}

function ranked(token: string, count: number): object[] {
  return Array.from({ length: count }, (_, rank) => likely(rank === 0 ? token : `${token}${"~".repeat(rank)}`, rank));
}

function likely(token: string, rank: number): object {
  return { token, bytes: Array.from(new TextEncoder().encode(token)), logprob: rank === 0 ? -0.01 : -5 * rank };
}
