/** Tokens a chunk, after the first three chunks of one token: 4 to 8, as recorded (reference 4.2). */
const LATER = [5, 8, 4, 7, 6];
const SINGLE = 3;

/** The tokens of each chunk. */
export function grouped(tokens: readonly string[]): string[][] {
  const groups = tokens.slice(0, SINGLE).map((token) => [token]);
  for (let from = SINGLE; from < tokens.length; ) {
    const size = LATER[groups.length % LATER.length] ?? 4;
    groups.push(tokens.slice(from, from + size));
    from += size;
  }
  return groups;
}
