/** The devices in calls of at most `size`. */
export const chunksOf = (deviceIds: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(deviceIds.length / size) }, (_, index) =>
    deviceIds.slice(index * size, (index + 1) * size),
  );
