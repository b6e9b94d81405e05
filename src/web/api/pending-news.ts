import type { LiveEvent } from '#shared/api/events.ts';

/** News that waits until the page may change. When more than `most` wait, reading everything again is the shorter way. */
export function createPendingNews(most: number) {
  const waiting = new Map<string, LiveEvent>();
  return {
    add(event: LiveEvent): void {
      if (waiting.size >= most) {
        waiting.clear();
        waiting.set('reset', { type: 'reset' });
      }
      waiting.set(keyOf(event), event);
    },
    /** Hands over what is waiting. */
    take(): LiveEvent[] {
      const events = [...waiting.values()];
      waiting.clear();
      return events;
    },
  };
}

/** Of the news about one thing only the last matters, except for samples, which are points on a line. */
function keyOf(event: LiveEvent): string {
  switch (event.type) {
    case 'task':
      return `task ${event.task.connection}/${event.task.id}`;
    case 'task_gone':
      return `gone ${event.connection}/${event.taskId}`;
    case 'sample':
      return `sample ${event.connection}/${event.taskId} ${event.sample.at}`;
    case 'copy':
      return `copy ${event.connection}/${event.taskId}`;
    case 'seen':
      // Large ones come in parts.
      return `seen ${event.connection} ${event.tasks[0]?.id ?? ''}`;
    case 'operation':
      return `operation ${event.operation.connection}/${event.operation.id}`;
    case 'connection':
      return `connection ${event.connection.id}`;
    case 'reset':
    case 'session_ended':
      return event.type;
  }
}
