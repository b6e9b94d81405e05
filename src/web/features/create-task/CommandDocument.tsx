import { Alert, Checkbox, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { documentLimits } from '#shared/domain/document-problems.ts';
import type { ProductModel } from '#shared/domain/product-model.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { FormOrJson } from './FormOrJson.tsx';
import { withValue } from './json-text.ts';
import { NumberField } from './NumberField.tsx';
import { ProductSelect } from './ProductSelect.tsx';
import type { StepProps } from './step-props.ts';
import { useProduct } from './use-product.ts';
import { ValueField } from './ValueField.tsx';

/** A command, filled in from the model of a product, or free where none is chosen. */
export function CommandDocument(props: StepProps) {
  const { t } = useTranslation('create');
  const { connection, draft, change, problem } = props;
  const product = useProduct(connection, draft);
  // What was typed freely, or came with an imported request, stays: the model then says whether it suits.
  const start = draft.productId === '' ? {} : { serviceId: '', commandName: '', parametersText: '{}' };
  return (
    <Stack gap="md">
      <ProductSelect {...props} onProduct={(productId) => change({ ...start, productId })} />
      {draft.productId === '' ? (
        <FreeCommand {...props} />
      ) : product.error ? (
        <FailurePanel error={product.error} onRetry={() => void product.refetch()} />
      ) : product.data ? (
        <ModelCommand {...props} product={product.data} />
      ) : (
        <Skeleton height={160} />
      )}
      {draft.kind === 'createAsyncCommands' && (
        <Stack gap="xs">
          <Checkbox
            label={t(($) => $.document.keeps)}
            description={t(($) => $.document.keepsHelp)}
            checked={draft.keeps}
            onChange={(event) => change({ keeps: event.currentTarget.checked })}
          />
          {draft.keeps && (
            <NumberField
              label={t(($) => $.document.keepFor)}
              description={t(($) => $.document.keepForHelp, { most: documentLimits.keepSeconds })}
              value={draft.keepForSeconds}
              onValue={(keepForSeconds) => change({ keepForSeconds })}
              min={0}
              max={documentLimits.keepSeconds}
              error={problem('keepFor')}
              maw={320}
            />
          )}
        </Stack>
      )}
    </Stack>
  );
}

/** Service and command as texts: for devices whose product tells nothing of them. */
function FreeCommand({ draft, change, problem }: StepProps) {
  const { t } = useTranslation('create');
  return (
    <>
      <TextInput
        label={t(($) => $.document.service)}
        description={t(($) => $.document.serviceFree)}
        value={draft.serviceId}
        onChange={(event) => change({ serviceId: event.currentTarget.value })}
        error={problem('service')}
        maw={520}
        autoComplete="off"
      />
      <TextInput
        label={t(($) => $.document.command)}
        value={draft.commandName}
        onChange={(event) => change({ commandName: event.currentTarget.value })}
        error={problem('command')}
        maw={520}
        autoComplete="off"
      />
      <FormOrJson
        label={t(($) => $.document.parameters)}
        text={draft.parametersText}
        onText={(parametersText) => change({ parametersText })}
        error={problem('parameters')}
        problemAt={(name) => problem('parameters', name)}
        form={null}
      />
    </>
  );
}

function ModelCommand({ draft, change, problem, product }: StepProps & { product: ProductModel }) {
  const { t } = useTranslation('create');
  const services = product.services.filter(({ commands }) => commands.length > 0);
  const service = services.find(({ id }) => id === draft.serviceId);
  const command = service?.commands.find(({ name }) => name === draft.commandName);
  if (services.length === 0)
    return (
      <Alert color="orange" variant="outline">
        {t(($) => $.document.noCommands)}
      </Alert>
    );
  return (
    <>
      <Select
        label={t(($) => $.document.service)}
        data={services.map(({ id, description }) => ({
          value: id,
          label: description ? `${id} – ${description}` : id,
        }))}
        value={draft.serviceId === '' ? null : draft.serviceId}
        onChange={(serviceId) => change({ serviceId: serviceId ?? '', commandName: '', parametersText: '{}' })}
        error={problem('service')}
        required
        allowDeselect={false}
        maw={520}
      />
      <Select
        label={t(($) => $.document.command)}
        data={service?.commands.map(({ name }) => name) ?? []}
        value={draft.commandName === '' ? null : draft.commandName}
        onChange={(commandName) => change({ commandName: commandName ?? '', parametersText: '{}' })}
        error={problem('command')}
        disabled={service === undefined}
        placeholder={service === undefined ? t(($) => $.document.serviceFirst) : ''}
        required
        allowDeselect={false}
        maw={520}
      />
      {command !== undefined && (
        <FormOrJson
          key={command.name}
          label={t(($) => $.document.parameters)}
          text={draft.parametersText}
          onText={(parametersText) => change({ parametersText })}
          error={problem('parameters')}
          problemAt={(name) => problem('parameters', name)}
          fields={command.parameters.map(({ name }) => name)}
          form={(value, onValue) =>
            command.parameters.length === 0
              ? t(($) => $.document.noParameters)
              : command.parameters.map((model) => (
                  <ValueField
                    key={model.name}
                    model={model}
                    value={value[model.name]}
                    onValue={(next) => onValue(withValue(value, model.name, next))}
                    error={problem('parameters', model.name)}
                  />
                ))
          }
        />
      )}
    </>
  );
}
