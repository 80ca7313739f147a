// Inside a page: starts to read an answer that never ends, and says so after the first text. The runner then closes the tab.
import { Qwen } from "qwen-edge";

globalThis.runCase = async (baseURL) => {
  const stream = await new Qwen({ baseURL }).chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content: "Go on for ever" }], stream: true });
  const texts = stream.text()[Symbol.asyncIterator]();
  const first = await texts.next();
  const readOn = () => texts.next().then(readOn, () => {});
  void readOn();
  return first.value;
};
