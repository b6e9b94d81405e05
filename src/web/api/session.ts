import { orpc } from './client.ts';

/** Who is signed in and how one can sign in; changed only by the mutations below and by the end of the session. */
export const sessionQuery = () => orpc.session.read.queryOptions({ staleTime: Infinity });

// The answers of these three are the new session; failures belong on the sign-in page.
const meta = { failsInline: true } as const;
export const demoSignInMutation = () => orpc.session.demo.mutationOptions({ meta });
export const signInMutation = () => orpc.session.signIn.mutationOptions({ meta });
export const setUpMutation = () => orpc.session.setUp.mutationOptions({ meta });
export const signOutMutation = () => orpc.session.end.mutationOptions();

export const peopleQuery = () => orpc.people.list.queryOptions();
const stales = [orpc.people.list.key()];
export const addPersonMutation = () =>
  orpc.people.add.mutationOptions({ meta: { stales, says: 'personAdded', failsInline: true } });
export const changePersonMutation = () =>
  orpc.people.change.mutationOptions({ meta: { stales, says: 'personChanged' } });
