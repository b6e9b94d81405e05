/** Pixels of a drawing without its legend, so that nothing moves when it arrives. */
export const chartHeight = 240;
