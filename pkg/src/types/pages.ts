/** One page of a list, as it is on the wire but for `"data": null`, which is told as an empty list (quirk 23). */
export interface Page<T> {
  object: "list";
  /** The items of this page alone. */
  data: T[];
  /** Whether there is another page; a list that does not say so has none. */
  has_more?: boolean;
}
