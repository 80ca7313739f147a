// What the gateway is held against: a Worker that adds the key, and lets everything pass.
export default {
  fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.set("authorization", `Bearer ${env.DASHSCOPE_API_KEY}`);
    return fetch(env.UPSTREAM + pathname.replace("/v1", "") + search, { method: request.method, headers, body: request.body });
  },
};
