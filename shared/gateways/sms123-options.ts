import { z } from 'zod';

/** What only an SMS123 account needs; the defaults are those of the API page. */
export const sms123OptionsSchema = z.strictObject({
  /** The documented send is a GET; some white labels may want a form (POST). */
  method: z.enum(['GET', 'POST']).default('GET'),
  sendPath: z.string().min(1).max(200).default('api/send.php'),
  balancePath: z.string().min(1).max(200).default('api/getBalance.php'),
  templatePath: z.string().min(1).max(200).default('api/smsAddTemplate.php'),
});
