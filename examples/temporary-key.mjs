// A temporary key: a server that holds the permanent one gives it to a native app, or to a proxy of its own.
import { qwen } from "./service.mjs";

const { token, expires_at } = await qwen.tokens.create({ expire_in_seconds: 300 });
console.log(`${token.slice(0, 3)}… works until ${new Date(expires_at * 1000).toISOString()}`);

// Whoever has it uses it as a key, for as long as it lasts:
//   const qwen = new Qwen({ apiKey: token });
//   const qwen = new Qwen({ apiKey: async () => (await fetch("/temporary-key")).text() }); // asked for before each call
