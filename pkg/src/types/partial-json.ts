/** `T` while it arrives: members and items may be missing, texts may be cut; numbers, true, false and null are whole. */
export type PartialJSON<T> = unknown extends T
  ? unknown
  : T extends readonly (infer Item)[]
    ? PartialJSON<Item>[]
    : T extends object
      ? { [Key in keyof T]?: PartialJSON<T[Key]> }
      : T;
