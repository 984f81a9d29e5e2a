import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { OtpDriver } from '#core/gateways/gateway-driver.ts';
import { classifyOtp, classifyVerify } from '#core/gateways/esms/classify-otp.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import type { Secrets } from '#core/ports.ts';

/** Posts a JSON body once to a path below the gateway's address. */
type Call = (path: string, body: string, signal: AbortSignal) => Promise<HttpResult>;

/**
 * The one-time-password endpoints of eSMS (pages "Generate OTP Code" and "Verify OTP Code", 2021).
 * Their fields are named unlike those of a send: `api-key`, `api-secret`, `phone`.
 */
export function createEsmsOtp(secrets: Secrets, profile: GatewayProfile, call: Call): OtpDriver {
  const account = {
    'api-key': secrets['apiKey'] ?? '',
    'api-secret': secrets['apiSecret'] ?? '',
  };
  return {
    async generate(request, signal) {
      const { msisdn, minutes, appId } = request;
      const content =
        'brand' in request
          ? { 'brand-name': request.brand, language: request.language }
          : { message: request.message };
      const body = { ...account, phone: msisdn, ...content, duration: minutes, 'app-id': appId };
      const result = await call('sms/otp/generate', JSON.stringify(body), signal);
      return classifyOtp(result, profile, Date.now());
    },
    async verify({ msisdn, appId, code }, signal) {
      const body = { ...account, phone: msisdn, code, 'app-id': appId };
      const result = await call('sms/otp/verify', JSON.stringify(body), signal);
      return classifyVerify(result, profile, Date.now());
    },
  };
}
