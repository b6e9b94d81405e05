import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { spacesQuery } from '#web/api/catalogue.ts';
import { CreateTaskPage } from '#web/features/create-task/CreateTaskPage.tsx';
import { steps } from '#web/features/create-task/draft.ts';

const Search = z.object({ step: z.enum(steps).default('type').catch('type') });

export const Route = createFileRoute('/c/$connection/tasks/new')({
  validateSearch: Search,
  loader: ({ context, params }) => context.queryClient.ensureQueryData(spacesQuery(params.connection)),
  component: NewTask,
});

function NewTask() {
  const { connection } = Route.useParams();
  const { step } = Route.useSearch();
  const { spaces } = Route.useLoaderData();
  const navigate = Route.useNavigate();
  return (
    <CreateTaskPage
      key={connection}
      connection={connection}
      spaces={spaces}
      step={step}
      onStep={(next) => void navigate({ search: { step: next } })}
      onDiscarded={() => void navigate({ to: '/c/$connection/tasks', params: { connection } })}
    />
  );
}
