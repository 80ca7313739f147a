// The client that every example uses: of the real service where DASHSCOPE_API_KEY is set, of the emulator otherwise.
import { Qwen } from "qwen-edge";
import { createEmulator } from "qwen-edge/testing";

const apiKey = process.env.DASHSCOPE_API_KEY;

export const qwen = apiKey ? new Qwen({ apiKey }) : new Qwen({ apiKey: "sk-emulator", fetch: createEmulator().fetch });
