import { useTranslation } from 'react-i18next';

/** Names the page in the browser's tab and history, and for screen readers when it opens. */
export function PageTitle({ of }: { of: string }) {
  const { t } = useTranslation('common');
  return <title>{`${of} · ${t(($) => $.product)}`}</title>;
}
