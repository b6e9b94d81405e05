import { catalogue } from './catalogue.ts';
import { connections } from './connections.ts';
import { control } from './control.ts';
import { deviceSearch } from './device-search.ts';
import { devices } from './devices.ts';
import { drafts } from './drafts.ts';
import { workbooks } from './workbooks.ts';
import { errorNotes } from './error-notes.ts';
import { failures } from './failures.ts';
import { deviceCommands } from './device-commands.ts';
import { names } from './names.ts';
import { operations } from './operations.ts';
import { people } from './people.ts';
import { requests } from './requests.ts';
import { session } from './session.ts';
import { targetSets } from './target-sets.ts';
import { tasks } from './tasks.ts';
import { views } from './views.ts';

/** What each procedure of the contract does. Checked against it, and for permissions, when the server starts. */
export const router = {
  session,
  people,
  connections,
  catalogue: { ...catalogue, ...deviceSearch },
  tasks,
  control,
  deviceCommands,
  operations,
  views,
  failures,
  names,
  devices,
  targetSets,
  drafts,
  requests,
  workbooks,
  errorNotes,
};
