type Given<Input> = { [Key in keyof Input]: Exclude<Input[Key], undefined> };

/** The input without what is not set, as the contract and the cache keys want it. */
export const given = <Input extends object>(input: Input): Given<Input> =>
  // `fromEntries` forgets which keys it was given.
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<Input>;
