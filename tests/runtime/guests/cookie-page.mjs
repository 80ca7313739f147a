// Inside a page: asks its gateway, which is of another origin and wants a cookie, by the client's own fetch and by one that sends cookies.
import { Qwen } from "qwen-edge";

globalThis.runCase = async (baseURL) => {
  if (!baseURL) return location.origin;
  document.cookie = "session=7"; // of the host: a browser sends it to every port of it
  const withCookies = (url, init) => fetch(url, { ...init, credentials: "include" });
  const told = [];
  for (const options of [{}, { fetch: withCookies }]) {
    const asked = new Qwen({ baseURL, maxRetries: 0, ...options }).chat.completions.create({ model: "qwen-plus", messages: [{ role: "user", content: "Hello" }] });
    told.push(await asked.then(({ object }) => object, ({ status }) => status));
  }
  return told;
};
