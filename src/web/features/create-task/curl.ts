import type { CreatePreview } from '#shared/api/tasks.ts';

/** The command that would send the same from a terminal; address, project and token are taken from its environment. */
export function curlOf({ path, request }: Pick<CreatePreview, 'path' | 'request'>): string {
  const url = path.replace('{project_id}', '$PROJECT_ID');
  return [
    `curl --request POST "$ENDPOINT${url}" \\`,
    `  --header "X-Auth-Token: $TOKEN" \\`,
    `  --header 'Content-Type: application/json' \\`,
    `  --data-binary @- <<'END_OF_REQUEST'`,
    JSON.stringify(request, null, 2),
    'END_OF_REQUEST',
  ].join('\n');
}
