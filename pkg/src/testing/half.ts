/** Half of a text. Not between the two halves of a character: alone, they cannot be encoded. */
export function firstHalf(text: string): string {
  const half = text.slice(0, text.length / 2);
  return /[\ud800-\udbff]$/.test(half) ? half.slice(0, -1) : half;
}
