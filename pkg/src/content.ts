/** A file's bytes, on their way to whoever reads them. */
import type { Abort } from "./abort.js";
import type { Connection } from "./connection.js";
import type { RequestOptions } from "./options.js";
import type { Answered } from "./promise.js";

/** The response that carries them. */
export async function content(connection: Connection, id: string, options: RequestOptions): Promise<Answered<Response>> {
  const { exchange, response: answer } = await connection.open({ ...options, operation: "files.content", id });
  const response = releasing(answer, exchange.abort);
  return { data: response, response };
}

/** A response that lets go of the caller's signal when its body has been read, left or broken. */
function releasing(response: Response, abort: Abort): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    abort.release();
    return response;
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      abort.release();
    },
    async cancel(reason) {
      abort.release();
      await reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
