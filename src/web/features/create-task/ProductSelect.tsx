import { Select, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rulesOf } from '#shared/domain/kinds.ts';
import { productsQuery } from '#web/api/catalogue.ts';
import { FailurePanel } from './FailurePanel.tsx';
import type { StepProps } from './step-props.ts';

type Props = StepProps & { onProduct: (productId: string) => void };

/** The product whose model fills the form; products whose devices would never receive it are told apart. */
export function ProductSelect({ connection, draft, onProduct }: Props) {
  const { t } = useTranslation('create');
  const { protocol } = rulesOf(draft.kind);
  const { data, error, refetch } = useQuery({
    ...productsQuery({ connection, spaceId: draft.spaceId }),
    enabled: draft.spaceId !== '',
  });
  if (error) return <FailurePanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={60} />;
  const products = data.products.map((product) => {
    const suits = protocol === null || product.protocol === null || product.protocol === protocol;
    return {
      value: product.id,
      label: suits
        ? product.name
        : t(($) => $.document.otherProtocol, { name: product.name, protocol: product.protocol }),
      disabled: !suits,
    };
  });
  return (
    <Select
      label={t(($) => $.document.product)}
      description={t(($) => $.document.productHelp)}
      data={[{ value: '', label: t(($) => $.document.noProduct) }, ...products]}
      value={draft.productId}
      onChange={(productId) => onProduct(productId ?? '')}
      allowDeselect={false}
      searchable
      maw={520}
    />
  );
}
