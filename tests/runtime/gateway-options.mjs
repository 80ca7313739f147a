// What the gateway under test allows, whatever runs it.

export const ORIGIN = "https://app.example";

export const GATEWAY = { origins: [ORIGIN], allow: { models: ["qwen-long", "qwen-plus"], files: true } };
