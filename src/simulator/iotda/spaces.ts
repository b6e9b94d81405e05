/** Resource spaces: ShowApplications and ShowApplication. There is no paging. */
import type { Application } from '#wire/iotda/spaces.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import type { Space } from '#simulator/world/catalogue.ts';
import { type Handler, ok } from './call.ts';
import { flagParam, spaceAt, spaceIndex } from './checks.ts';

export const listSpaces: Handler = ({ world, query }) => {
  const wanted = flagParam(query, 'default_app');
  const spaces = world.fleet.catalogue.spaces.filter((space) => wanted === undefined || space.isDefault === wanted);
  return ok({ applications: spaces.map(spaceBody) });
};

export const showSpace: Handler = ({ world, params }) =>
  ok(spaceBody(spaceAt(world, spaceIndex(world, params['app_id'] ?? ''))));

const spaceBody = (space: Space): Application => ({
  app_id: space.appId,
  app_name: space.name,
  create_time: formatBasicTime(space.createdMs),
  default_app: space.isDefault,
});
