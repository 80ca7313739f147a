import type { Reply } from "../reply.js";

/** A page of somebody between client and service: none of the service's headers are on it. */
export function page(status: number, title: string): Reply {
  return {
    status,
    headers: { "content-type": "text/html" },
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
    outside: true,
  };
}
