import { ActionIcon, Alert, Fieldset, Group, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { documentLimits } from '#shared/domain/document-problems.ts';
import type { ProductModel } from '#shared/domain/product-model.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconPlus, IconTrash } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import type { ShadowDraft } from './draft.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { FormOrJson } from './FormOrJson.tsx';
import { withValue } from './json-text.ts';
import { NumberField } from './NumberField.tsx';
import { ProductSelect } from './ProductSelect.tsx';
import type { StepProps } from './step-props.ts';
import { useProduct } from './use-product.ts';
import { ValueField } from './ValueField.tsx';

/** Desired values of up to five services; of a product's model only what can be written is offered. */
export function ShadowDocument(props: StepProps) {
  const { t } = useTranslation('create');
  const { connection, draft, change, problem } = props;
  const product = useProduct(connection, draft);
  const set = (at: number, part: Partial<ShadowDraft>) =>
    change({ shadows: draft.shadows.map((entry, index) => (index === at ? { ...entry, ...part } : entry)) });
  const add = () => change({ shadows: [...draft.shadows, { serviceId: '', desiredText: '{}', version: null }] });
  // What was typed freely, or came with an imported request, stays: the model then says whether it suits.
  const start = draft.productId === '' ? {} : { shadows: [] };
  // A service without a name says so itself; what is left is about all of them.
  const missing = draft.shadows.some(({ serviceId }) => serviceId === '') ? null : problem('shadow', '');
  return (
    <Stack gap="md">
      <ProductSelect {...props} onProduct={(productId) => change({ productId, ...start })} />
      {product.error && <FailurePanel error={product.error} onRetry={() => void product.refetch()} />}
      {draft.productId !== '' && product.isPending ? (
        <Skeleton height={160} />
      ) : (
        draft.shadows.map((entry, at) => (
          <ShadowService
            // oxlint-disable-next-line react/no-array-index-key -- the entries have no other name, and none moves
            key={at}
            {...props}
            entry={entry}
            product={draft.productId === '' ? null : (product.data ?? null)}
            onEntry={(part) => set(at, part)}
            onRemove={() => change({ shadows: draft.shadows.filter((_, index) => index !== at) })}
          />
        ))
      )}
      {missing !== null && (
        <Alert color="red" variant="outline" role="alert">
          {missing}
        </Alert>
      )}
      <Group>
        <ActionButton
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
          reason={
            draft.shadows.length < documentLimits.shadows
              ? null
              : t(($) => $.document.mostServices, { most: documentLimits.shadows })
          }
        >
          {t(($) => $.document.addService)}
        </ActionButton>
      </Group>
    </Stack>
  );
}

type Props = StepProps & {
  entry: ShadowDraft;
  product: ProductModel | null;
  onEntry: (part: Partial<ShadowDraft>) => void;
  onRemove: () => void;
};

function ShadowService({ entry, product, problem, onEntry, onRemove }: Props) {
  const { t } = useTranslation('create');
  const services = product?.services.filter(({ properties }) => properties.some(({ writable }) => writable)) ?? [];
  const service = services.find(({ id }) => id === entry.serviceId);
  const writable = service?.properties.filter((property) => property.writable) ?? [];
  const name = entry.serviceId === '' ? t(($) => $.document.newService) : entry.serviceId;
  return (
    <Fieldset legend={name}>
      <Stack gap="sm">
        <Group align="flex-start" wrap="nowrap">
          {product === null ? (
            <TextInput
              label={t(($) => $.document.service)}
              value={entry.serviceId}
              onChange={(event) => onEntry({ serviceId: event.currentTarget.value })}
              error={problem('shadow', entry.serviceId)}
              required
              flex={1}
              autoComplete="off"
            />
          ) : (
            <Select
              label={t(($) => $.document.service)}
              data={services.map(({ id }) => id)}
              value={entry.serviceId === '' ? null : entry.serviceId}
              onChange={(serviceId) => onEntry({ serviceId: serviceId ?? '', desiredText: '{}' })}
              error={problem('shadow', entry.serviceId)}
              required
              allowDeselect={false}
              flex={1}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            className={classes.besideField ?? ''}
            aria-label={t(($) => $.document.removeService, { name })}
            onClick={onRemove}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
        {(product === null || service !== undefined) && (
          <>
            <FormOrJson
              key={entry.serviceId}
              label={t(($) => $.document.desired, { name })}
              text={entry.desiredText}
              onText={(desiredText) => onEntry({ desiredText })}
              error={null}
              problemAt={(property) => problem('shadow', `${entry.serviceId}.${property}`)}
              fields={writable.map((property) => property.name)}
              form={
                writable.length === 0
                  ? null
                  : (value, onValue) =>
                      writable.map((model) => (
                        <ValueField
                          key={model.name}
                          model={{ ...model, required: false }}
                          value={value[model.name]}
                          onValue={(next) => onValue(withValue(value, model.name, next))}
                          error={problem('shadow', `${entry.serviceId}.${model.name}`)}
                        />
                      ))
              }
            />
            <NumberField
              label={t(($) => $.document.shadowVersion)}
              description={t(($) => $.document.shadowVersionHelp)}
              value={entry.version}
              onValue={(version) => onEntry({ version })}
              min={0}
              maw={320}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
