import { catalogue, connections } from './connections.ts';
import { control } from './control.ts';
import { devices } from './devices.ts';
import { drafts } from './drafts.ts';
import { errorNotes } from './error-notes.ts';
import { failures } from './failures.ts';
import { deviceCommands } from './device-commands.ts';
import { names } from './names.ts';
import { requests } from './requests.ts';
import { people, session } from './session.ts';
import { targetSets } from './target-sets.ts';
import { operations, tasks } from './tasks.ts';
import { workbooks } from './workbooks.ts';
import { views } from './views.ts';

/** Everything browser and server say to each other, but for the event stream (events.ts). Mounted at `/api/v1`. */
export const contract = {
  session,
  people,
  connections,
  catalogue,
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
  errorNotes,
  workbooks,
};
