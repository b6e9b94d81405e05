import { Loader, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Role } from '#shared/domain/roles.ts';
import type { Session } from '#shared/domain/session.ts';
import { failureOf } from '#web/api/problem.ts';
import { demoSignInMutation } from '#web/api/session.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { IconChartAreaLine, IconPlayerPlay, IconRotateClockwise2, IconUsers } from '#web/ui/icons.ts';
import classes from './DemoRoles.module.css';

const icons = {
  operations: IconPlayerPlay,
  support: IconRotateClockwise2,
  manager: IconChartAreaLine,
  admin: IconUsers,
};
const roles = ['operations', 'support', 'manager', 'admin'] as const satisfies readonly Role[];

/** One click per role, each with what it can do. */
export function DemoRoles({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const { t } = useTranslation(['session', 'common']);
  const signIn = useMutation({ ...demoSignInMutation(), onSuccess: onSignedIn });
  return (
    <>
      <p className={classes.text}>{t(($) => $.demo.text)}</p>
      {signIn.error && <ErrorPanel failure={failureOf(signIn.error)} />}
      <div className={classes.roles}>
        {roles.map((role) => {
          const Glyph = icons[role];
          const busy = signIn.isPending && signIn.variables.role === role;
          return (
            <UnstyledButton
              key={role}
              className={classes.role}
              aria-busy={busy}
              disabled={signIn.isPending}
              onClick={() => signIn.mutate({ role })}
            >
              <span className={classes.icon}>{busy ? <Loader size={20} /> : <Glyph size={22} aria-hidden />}</span>
              <span>
                <span className={classes.name}>{t(($) => $.role[role], { ns: 'common' })}</span>{' '}
                <span className={classes.can}>{t(($) => $.demo[role])}</span>
              </span>
            </UnstyledButton>
          );
        })}
      </div>
    </>
  );
}
