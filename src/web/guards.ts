import type { QueryClient } from '@tanstack/react-query';
import { type ParsedLocation, redirect } from '@tanstack/react-router';
import type { i18n } from 'i18next';
import type { CopiedDevices } from '#shared/domain/brought.ts';
import { holds, type Permission, type Role } from '#shared/domain/roles.ts';
import { connectionsQuery } from '#web/api/connections.ts';
import { sessionQuery } from '#web/api/session.ts';
import type { PartLoader } from '#web/ui/part-loader.ts';

/** What every route may use. */
export type RouterContext = { queryClient: QueryClient; i18n: i18n; parts: PartLoader };

type At = { context: RouterContext; location: ParsedLocation };
export type SignedInPerson = { id: string; name: string; role: Role };

/** Who is signed in; everybody else is led to the sign-in page and back. */
export async function requirePerson({ context, location }: At): Promise<SignedInPerson> {
  const { person } = await context.queryClient.ensureQueryData(sessionQuery());
  if (!person) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  return person;
}

/** The same, for pages that need a permission. */
export async function requirePermission(at: At, permission: Permission): Promise<SignedInPerson> {
  const person = await requirePerson(at);
  if (!holds(person.role, permission)) throw redirect({ to: '/denied', replace: true });
  return person;
}

/** One address for whoever wants a new task; the platform decides by which form. */
export async function leaveToCommands(
  { queryClient }: RouterContext,
  connection: string,
  search: { another?: 'yes' | undefined; copy?: string | undefined; devices?: CopiedDevices | undefined } = {},
): Promise<void> {
  const { connections } = await queryClient.ensureQueryData(connectionsQuery());
  if (connections.find(({ id }) => id === connection)?.creates === 'device_commands')
    throw redirect({ to: '/c/$connection/tasks/new-command', params: { connection }, search, replace: true });
}
