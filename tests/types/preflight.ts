/** What preflight can be told, and what it tells. Checked by `tsc`, never run. */
import { PreflightError, Qwen } from "qwen-edge";
import type { APIPromise, ChatCompletion, Preflight, PreflightRule } from "qwen-edge";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => undefined;

const qwen = new Qwen({ preflight: "fix" });
new Qwen({ preflight: false });
new Qwen({ preflight: { default: "fix", temperature: false, json_word: true } });
// @ts-expect-error no such word
new Qwen({ preflight: "mend" });
// @ts-expect-error no such rule
new Qwen({ preflight: { tempreature: false } });

const call = { model: "qwq-plus", messages: [{ role: "user" as const, content: "hi" }] };
export const folded = qwen.chat.completions.create(call, { preflight: { stream_only: false } });
same<Same<typeof folded, APIPromise<ChatCompletion>>>();
export const rules: Preflight = { region: false };

export function read(error: unknown): void {
  if (error instanceof PreflightError) {
    same<Same<typeof error.rule, PreflightRule>>();
    same<Same<typeof error.fix, string>>();
    // @ts-expect-error it is no answer of the service
    error.status;
  }
}
