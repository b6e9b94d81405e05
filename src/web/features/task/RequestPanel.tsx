import { useTranslation } from 'react-i18next';
import { JsonView } from '#web/ui/JsonView.tsx';
import classes from './RequestPanel.module.css';

/** The task's document, policy and targets as the platform tells them. */
export function RequestPanel({ request }: { request: unknown }) {
  const { t } = useTranslation('task');
  return (
    <section aria-labelledby="request-title">
      <h2 id="request-title" className={classes.title}>
        {t(($) => $.request.title)}
      </h2>
      <JsonView value={request} label={t(($) => $.request.label)} maxHeight="60vh" />
    </section>
  );
}
