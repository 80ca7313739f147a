// The service as a `fetch` that is the same for every contender: each call answers with a new body of the same reads.

/** Sizes of network reads. */
export const READS = { "64 KiB": 65_536, "4 KiB": 4096, "one event": 0 };

export const reads = Object.keys(READS);

/**
 * A `fetch` whose answers arrive in such reads. Each read is a new buffer, as a network's is: the copy that makes it is in
 * what reading and dropping the bytes costs.
 *
 * @param {Uint8Array} bytes @param {string} size one of {@link reads}
 * @returns {typeof fetch}
 */
export function service(bytes, size) {
  const ends = READS[size] === 0 ? endsOfEvents(bytes) : everyBytes(bytes.length, READS[size]);
  return async () => new Response(stream(bytes, ends), { headers: { "content-type": "text/event-stream;charset=UTF-8" } });
}

function stream(bytes, ends) {
  let at = 0;
  let next = 0;
  const pull = (controller) => {
    if (next === ends.length) return controller.close();
    const end = ends[next++];
    controller.enqueue(bytes.slice(at, end));
    at = end;
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

function everyBytes(length, size) {
  return Array.from({ length: Math.ceil(length / size) }, (_, at) => Math.min((at + 1) * size, length));
}

function endsOfEvents(bytes) {
  const ends = [];
  for (let at = 1; at < bytes.length; at += 1) if (bytes[at] === 10 && bytes[at - 1] === 10) ends.push(at + 1);
  return ends;
}
