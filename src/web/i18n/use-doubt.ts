import { useTranslation } from 'react-i18next';
import { isDoubt, type Operation } from '#shared/domain/operation.ts';

/** Why the console does not know what became of an operation, in a sentence; null where the platform's own words say more. */
export function useDoubt(): (operation: Pick<Operation, 'errorCode' | 'errorMessage'>) => string | null {
  const { t } = useTranslation('errors');
  return ({ errorCode, errorMessage }) =>
    isDoubt(errorCode) ? t(($) => $.doubt[errorCode], { name: errorMessage ?? '' }) : null;
}
