const againMs = 2_000;

/**
 * A part of a page that is fetched for itself, for `lazy`. While it cannot be fetched, what stands in its place stays; a
 * rejection would replace the whole page by an error.
 */
export async function untilFetched<Part>(fetchPart: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await fetchPart();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}
