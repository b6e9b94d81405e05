import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { holds, type Role } from '#shared/domain/roles.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { useConnection } from './use-connection.ts';

const ShortcutsHelp = lazyPart(() => import('./ShortcutsHelp.tsx').then((module) => module.ShortcutsHelp));

// How long after `g` the second key counts.
const chordMs = 1500;

/** Keys for the commonest ways: c, /, g t and ?. They rest in fields, dialogs and menus, and with a modifier. */
export function Shortcuts({ role }: { role: Role }) {
  const navigate = useNavigate();
  const connection = useConnection()?.id ?? null;
  const [helping, setHelping] = useState<boolean | null>(null);

  useEffect(() => {
    let goingSince = 0;
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target instanceof Element && event.target.closest(resting)) return;
      const act = actionOf(event.key, Date.now() - goingSince < chordMs);
      goingSince = event.key === 'g' ? Date.now() : 0;
      if (act === undefined) return;
      event.preventDefault();
      act();
    }
    function actionOf(key: string, going: boolean): (() => void) | undefined {
      if (key === '?') return () => setHelping(true);
      if (connection === null) return undefined;
      if (key === '/') {
        const field = document.querySelector<HTMLInputElement>('input[type=search]');
        return field ? () => field.focus() : undefined;
      }
      if (key === 't' && going) return () => void navigate({ to: '/c/$connection/tasks', params: { connection } });
      if (key === 'c' && holds(role, 'task.create')) {
        return () => void navigate({ to: '/c/$connection/tasks/new', params: { connection } });
      }
      return undefined;
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [connection, navigate, role]);

  return helping === null ? null : (
    <ShortcutsHelp opened={helping} onClose={() => setHelping(false)} mayCreate={holds(role, 'task.create')} />
  );
}

const resting =
  'input, textarea, select, [contenteditable=true], [role=textbox], [role=dialog], [role=menu], [role=listbox]';
