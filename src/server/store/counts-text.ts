import { Counts } from '#shared/domain/task.ts';

/** Counts as they are stored. The schema fixes the order of the names, so the same counts always make the same text. */
export const countsText = (counts: Counts): string => JSON.stringify(Counts.parse(counts));

export const countsIn = (text: string): Counts => Counts.parse(JSON.parse(text));
