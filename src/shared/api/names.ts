import { Names } from '#shared/domain/names.ts';
import { connectionInput, procedure } from './procedure.ts';

/** What the platform calls the packages, groups and spaces that tasks name by their ids. */
export const names = {
  list: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/names',
      summary: 'Names of the packages, groups and spaces of the listed tasks',
    })
    .input(connectionInput)
    .output(Names),
};
