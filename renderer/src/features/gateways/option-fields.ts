import { z } from 'zod';
import type { DriverName } from '#shared/contract/gateways.ts';
import { DRIVER_OPTIONS } from '#shared/gateways/driver-options.ts';
import type { ProfileField } from '#shared/gateways/profile-fields.ts';

const propertySchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
});
const optionsSchema = z.object({ properties: z.record(z.string(), propertySchema).default({}) });

/** The fields of what only this driver needs, read from its schema; nested ones are edited as JSON. */
export function optionFields(driver: DriverName): ProfileField[] {
  const schema = optionsSchema.parse(z.toJSONSchema(DRIVER_OPTIONS[driver], { io: 'input' }));
  return Object.entries(schema.properties).flatMap(
    ([name, { type, enum: values }]): ProfileField[] => {
      const path = `options.${name}`;
      if (values !== undefined) return [{ path, kind: 'choice', values }];
      if (type === 'string') return [{ path, kind: 'text' }];
      if (type === 'integer' || type === 'number') return [{ path, kind: 'number' }];
      return type === 'boolean' ? [{ path, kind: 'switch' }] : [];
    },
  );
}
