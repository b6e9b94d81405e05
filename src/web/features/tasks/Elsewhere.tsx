import { useTranslation } from 'react-i18next';

/** Stands where a name would be for tasks that were made without this console. */
export function Elsewhere() {
  const { t } = useTranslation('tasks');
  return (
    <span className="quiet" title={t(($) => $.elsewhere)}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">{t(($) => $.elsewhere)}</span>
    </span>
  );
}
