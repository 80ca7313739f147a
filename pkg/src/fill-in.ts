/** The prompt that asks a code model for what stands in a gap. */
import { late } from "#late";
import { Lease } from "./core/instance.js";

/** It, of what stands before the gap and after it. */
export async function filledIn(prefix: string, suffix: string): Promise<string> {
  const api = await late();
  return new Lease().run(api, () => api.fill_in(prefix, suffix));
}
