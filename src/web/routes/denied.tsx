import { createFileRoute } from '@tanstack/react-router';
import { requirePerson } from '#web/guards.ts';
import { Denied } from '#web/shell/Denied.tsx';

export const Route = createFileRoute('/denied')({
  beforeLoad: async (at) => void (await requirePerson(at)),
  component: Denied,
});
