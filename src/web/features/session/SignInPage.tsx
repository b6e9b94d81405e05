import { Title } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/domain/session.ts';
import { sessionQuery } from '#web/api/session.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { DemoRoles } from './DemoRoles.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SetUpForm } from './SetUpForm.tsx';
import classes from './SignInPage.module.css';

const forms = { demo: DemoRoles, password: PasswordForm, set_up: SetUpForm };

/** The door: one click in the demonstration, else a password, or the token that makes the first admin. */
export function SignInPage({ next }: { next: string }) {
  const { t } = useTranslation('session');
  const router = useRouter();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(sessionQuery());
  const enter = (session: Session) => {
    queryClient.setQueryData(sessionQuery().queryKey, session);
    router.history.push(next);
  };
  const Form = forms[data.signIn];
  return (
    <div className={classes.page}>
      <PageTitle of={t(($) => $.title)} />
      <p className={classes.welcome}>{t(($) => $.welcome)}</p>
      <Title order={1} size="h2" mb="md">
        {data.signIn === 'set_up'
          ? t(($) => $.setUp.title)
          : data.signIn === 'demo'
            ? t(($) => $.demo.title)
            : t(($) => $.title)}
      </Title>
      <Form onSignedIn={enter} />
    </div>
  );
}
