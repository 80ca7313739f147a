/** The model that costs nothing and always says the same, and the address that is its own (reference 16.1). */
export const TEST_MODEL = "batch-test-model";
export const TEST_URL = "/v1/chat/ds-test";

/** What a batch may be made of (reference 16.1). The emulator has no embedding model: such a batch fails its validation. */
export const BATCH_URLS: readonly string[] = ["/v1/chat/completions", "/v1/embeddings", TEST_URL];

/** The words of reference 16.2. */
export function unsupportedUrl(url: string): string {
  return `The provided url '${url}' is not supported by the Batch API.`;
}
