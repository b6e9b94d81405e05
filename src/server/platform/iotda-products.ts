import { id36Pattern } from '#wire/iotda/identifiers.ts';
import { type ServiceCapability, ShowProductResponse } from '#wire/iotda/products.ts';
import type { PropertyModel, ServiceModel, ValueModel } from '#shared/domain/product-model.ts';
import { PlatformError } from './port.ts';
import type { Inventory } from './port-inventory.ts';
import type { Transport } from './transport.ts';

type WireProperty = NonNullable<ServiceCapability['properties']>[number];
type WireValue = Pick<
  WireProperty,
  'data_type' | 'required' | 'enum_list' | 'min' | 'max' | 'max_length' | 'step' | 'unit' | 'description'
>;

/** Products with their service models through the v5 API. */
export function createProducts(transport: Transport): Pick<Inventory, 'showProduct'> {
  return {
    async showProduct({ productId, spaceId }, call) {
      if (!id36Pattern.test(productId) || !id36Pattern.test(spaceId)) throw new PlatformError('not_found');
      const request = { segments: ['products', productId], query: { app_id: spaceId } };
      const product = await transport.read(request, ShowProductResponse, call);
      return {
        id: product.product_id,
        name: product.name ?? product.product_id,
        spaceId: product.app_id ?? null,
        protocol: product.protocol_type ?? null,
        dataFormat: product.data_format ?? null,
        services: (product.service_capabilities ?? []).map(serviceOf),
      };
    },
  };
}

const serviceOf = (service: ServiceCapability): ServiceModel => ({
  id: service.service_id,
  description: service.description || null,
  commands: (service.commands ?? []).map((command) => ({
    name: command.command_name,
    parameters: (command.paras ?? []).map((para) => valueOf(para.para_name, para)),
  })),
  properties: (service.properties ?? []).map(propertyOf),
});

/** A method that is not said allows both: the platform decides in the end. */
const propertyOf = (property: WireProperty): PropertyModel => ({
  ...valueOf(property.property_name, property),
  readable: property.method?.toUpperCase().includes('R') ?? true,
  writable: property.method?.toUpperCase().includes('W') ?? true,
});

const valueOf = (name: string, value: WireValue): ValueModel => ({
  name,
  dataType: value.data_type ?? '',
  required: value.required ?? false,
  choices: value.enum_list ?? [],
  min: value.min || null,
  max: value.max || null,
  maxLength: value.max_length ?? null,
  step: value.step ?? null,
  unit: value.unit || null,
  description: value.description || null,
});
