import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from './session.ts';
import type { Role } from '#shared/domain/roles.ts';

/** Who is signed in. Only for pages behind the sign-in, whose routes have made sure of it. */
export function usePerson(): { id: string; name: string; role: Role } {
  const { data } = useSuspenseQuery(sessionQuery());
  if (!data.person) throw new Error('This page is for people who are signed in.');
  return data.person;
}
