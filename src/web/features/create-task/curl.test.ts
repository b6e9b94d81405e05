import { expect, test } from 'vitest';
import { curlOf } from './curl.ts';

test('the command has the request to the letter, and no secret', () => {
  const request = { task_name: "it's", targets: ['a', '$b'] };
  const command = curlOf({ path: '/v5/iot/{project_id}/batchtasks', request });
  expect(command).toContain('"$ENDPOINT/v5/iot/$PROJECT_ID/batchtasks"');
  expect(command).toContain('"X-Auth-Token: $TOKEN"');
  // Between the quoted marks a shell changes nothing.
  const body = command.split("<<'END_OF_REQUEST'\n")[1]?.replace(/\nEND_OF_REQUEST$/, '') ?? '';
  expect(JSON.parse(body)).toEqual(request);
});
