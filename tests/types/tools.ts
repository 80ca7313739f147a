/** Tools and values have the types that their schemas say. Checked by `tsc`, never run. */
import { ParseError, Qwen, tool, ToolRunError } from "qwen-edge";
import type { APIPromise, ChatCompletion, ChatMessage, ParsedChatCompletion, RunnableTool, SchemaIssue, StandardSchema, ToolRun, ToolRunEnd, ToolRunEvent } from "qwen-edge";
import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";

/** Compiles only where `A` and `B` are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => undefined;

const qwen = new Qwen({ apiKey: "sk-…" });
const asked = { model: "qwen-plus", messages: [{ role: "user" as const, content: "hi" }] };

const byZod = tool({
  name: "by_zod",
  description: "A tool.",
  parameters: z.object({ city: z.string(), day: z.coerce.date() }),
  execute({ city, day }, { signal, toolCallId }) {
    same<Same<[typeof city, typeof day, typeof signal, typeof toolCallId], [string, Date, AbortSignal, string]>>();
    return city;
  },
});
same<Same<typeof byZod, RunnableTool<{ city: string; day: Date }>>>();

const byValibot = tool({
  name: "by_valibot",
  parameters: v.object({ count: v.pipe(v.string(), v.transform(Number)) }),
  jsonSchema: { type: "object" },
  execute: async ({ count }) => void same<Same<typeof count, number>>(),
});

const byArkType = tool({ name: "by_arktype", parameters: type({ city: "string" }), execute: ({ city }) => void same<Same<typeof city, string>>() });

const byJSONSchema = tool<{ city: string }>({ name: "by_json_schema", parameters: { type: "object" }, execute: ({ city }) => void same<Same<typeof city, string>>() });
const withoutParameters = tool({ name: "now", execute: (args) => (same<Same<typeof args, Record<string, unknown>>>(), Date.now()) });

// @ts-expect-error the schema has no such argument
tool({ name: "x", parameters: z.object({ city: z.string() }), execute: ({ town }) => town });
// @ts-expect-error the argument is a string
tool({ name: "x", parameters: z.object({ city: z.string() }), execute: ({ city }: { city: number }) => city });
// @ts-expect-error no code
tool({ name: "x", parameters: z.object({}) });
// @ts-expect-error no name
tool({ parameters: z.object({}), execute: () => 1 });

export async function running(): Promise<void> {
  await using run = qwen.chat.completions.runTools(
    { ...asked, tools: [byZod, byValibot, byArkType, byJSONSchema, withoutParameters], tool_choice: "auto", enable_thinking: true, a_new_parameter: 1 },
    { maxRounds: 3, parallel: false, onToolError: (error, { id, name }) => `${name} ${id} ${String(error)}`, timeout: { idle: 1 }, signal: null },
  );
  same<Same<typeof run, ToolRun>>();
  for await (const event of run) {
    same<Same<typeof event, ToolRunEvent>>();
    if (event.type === "text") same<Same<typeof event.text, string>>();
    else if (event.type === "tool_result") same<Same<typeof event.result, unknown>>();
    else if (event.type === "end") same<Same<typeof event.end, ToolRunEnd>>();
    // @ts-expect-error no such event
    else if (event.type === "toolcall") return;
  }
  same<Same<[typeof run.messages], [ChatMessage[]]>>();
  const completion: ChatCompletion = await run.finalChatCompletion();
  const text: string = await run.finalContent();
  void [completion, text];
  // @ts-expect-error a request's tool has no code
  qwen.chat.completions.runTools({ ...asked, tools: [{ type: "function", function: { name: "x" } }] });
  // @ts-expect-error no tools
  qwen.chat.completions.runTools(asked);
  // @ts-expect-error every round is streamed
  qwen.chat.completions.runTools({ ...asked, tools: [byZod], stream: false });
  // @ts-expect-error no such option
  qwen.chat.completions.runTools({ ...asked, tools: [byZod] }, { maxRound: 1 });
}

export async function parsing(): Promise<void> {
  const zod = qwen.chat.completions.parse({ ...asked, schema: z.object({ name: z.string(), born: z.coerce.date() }) });
  same<Same<typeof zod, APIPromise<ParsedChatCompletion<{ name: string; born: Date }>>>>();
  const valibot = await qwen.chat.completions.parse({ ...asked, schema: v.object({ name: v.optional(v.string(), "x") }), name: "person", jsonSchema: {} }, { timeout: 1 });
  const parsed = valibot.choices[0]?.message.parsed;
  same<Same<typeof parsed, { name: string } | undefined>>();
  const ark = (await qwen.chat.completions.parse({ ...asked, schema: type({ "name?": "string" }) })).choices[0]?.message.parsed;
  same<Same<typeof ark, { name?: string } | undefined>>();
  const byHand: StandardSchema<unknown, 7> = { "~standard": { version: 1, vendor: "mine", validate: () => ({ value: 7 }) } };
  const seven = (await qwen.chat.completions.parse({ ...asked, schema: byHand })).choices[0]?.message.parsed;
  same<Same<typeof seven, 7 | undefined>>();
  const json = await qwen.chat.completions.parse<{ name: string }>({ ...asked, schema: { type: "object" } });
  same<Same<typeof json, ParsedChatCompletion<{ name: string }>>>();
  const { data } = await zod.withResponse();
  // @ts-expect-error the schema has no such field
  void data.choices[0]?.message.parsed.age;
  // @ts-expect-error no schema
  void qwen.chat.completions.parse(asked);
  // @ts-expect-error a value is never streamed
  void qwen.chat.completions.parse({ ...asked, schema: z.object({}), stream: true });
}

export function failing(error: unknown): void {
  if (ParseError.isInstance(error)) {
    same<Same<typeof error.code, "invalid_json" | "schema_mismatch" | "refusal" | "length" | "content_filter">>();
    same<Same<typeof error.issues, readonly SchemaIssue[]>>();
  } else if (ToolRunError.isInstance(error)) {
    // @ts-expect-error every code has its name
    if (error.code === "too many rounds") return;
  }
}
