// The documents that the cases ask about: short leases whose terms no other document states.

export const ALPHA = "The Alpha lease runs for two years from 1 March.";
export const BETA = "The Beta lease runs for seven months and may be renewed once.";
export const GAMMA = "The Gamma lease runs for thirty days.";

export const ASK_ALPHA = "How long does the Alpha lease run?";
export const ASK_ALL = "How long do the Alpha, Beta and Gamma leases run?";

export function textFile(text = "hello", name = "a.txt") {
  return new File([text], name, { type: "text/plain" });
}
