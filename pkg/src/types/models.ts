/** A model that the key may ask. Only `id` is certain: the service does not document the others (reference 1.1). */
export interface Model {
  /** What a request's `model` takes. */
  id: string;
  object?: "model";
  /** Seconds since 1970. */
  created?: number;
  /** Whose it is. */
  owned_by?: string;
  [field: string]: unknown;
}
