import type { Problem } from '#shared/domain/create.ts';
import type { Draft } from './draft.ts';

/** What every step of the wizard is given. */
export type StepProps = {
  connection: string;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /**
   * The sentence for a field's problem, once the person has tried to go on; null before and without one. With `at`: of that
   * parameter, service or property alone.
   */
  problem: (field: Problem['field'], at?: string) => string | null;
};
