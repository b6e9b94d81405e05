// How long after a failure a style sheet is asked for again by itself.
const againMs = 3_000;

/**
 * Asks again for style sheets that could not be fetched: what fetches a part of the application asks for its styles only once. The
 * answer asks for them at once, and rejects when one is still missing.
 */
export function renewFailedStyles(page: Document): () => Promise<void> {
  const failed = new Set<HTMLLinkElement>();

  async function renew(link: HTMLLinkElement): Promise<void> {
    failed.delete(link);
    const next = page.importNode(link);
    const loaded = new Promise((resolve, reject) => {
      next.addEventListener('load', resolve);
      next.addEventListener('error', reject);
    });
    link.replaceWith(next);
    await loaded;
  }
  const renewAll = async () => void (await Promise.all([...failed].map(renew)));
  const renewLater = () => void renewAll().catch(() => undefined);

  // Such an event does not bubble.
  page.addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return;
      failed.add(target);
      setTimeout(renewLater, againMs);
    },
    { capture: true },
  );
  return renewAll;
}
