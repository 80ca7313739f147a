// Inside a page: both clients ask the gateway whose address the runner gives.
import OpenAI from "openai";
import { Qwen } from "qwen-edge";
import { readWithBoth } from "../openai.mjs";

globalThis.runCase = (baseURL) => readWithBoth(OpenAI, Qwen, baseURL);
