import { describe, expect, it } from 'vitest';
import { lintContent, type ContentWarning } from '#shared/sms/content-lint.ts';

type Code = ContentWarning['code'];
const CORPUS: readonly (readonly [string, readonly Code[]])[] = [
  // Clean: money, dates, times, codes, names.
  ['RM0.00 Kedai Ali: Jualan hebat hari ini!', []],
  ['RM0.00 Harga RM12.30 sahaja', []],
  ['RM0 Bil anda RM1,234.50 perlu dibayar sebelum 31/12/2026', []],
  ['Temujanji anda 12.30pm pada 5.1.2027', []],
  ['Appointment on 2027-01-31 at 09:30', []],
  ['Your order A-1024 is ready', []],
  ['Order no. 60123456789 has been shipped', []],
  ['Pesanan no 0123456789 sudah sampai', []],
  ['Invoice #2027-000123456 is due', []],
  ['Invois: 0312345678 perlu dibayar', []],
  ['订单号 60123456789 已发货', []],
  ['Kelas bermula 08:00-19:00', []],
  ['Sdn.Bhd. kami bercuti', []],
  ['No.5, Jalan 1/2, Taman Sri', []],
  ['Poskod 50480 Kuala Lumpur', []],
  ['Masjid: solat Jumaat 1.15 petang. Khutbah 1.30', []],
  ['Hi Ali.Me and my sister will come', []],
  ['Ends today.My friend told me', []],
  ['50% off! Buy 2 free 1. T&C apply.', []],
  ['Your OTP is 123456', []],
  ['Kod TAC anda 884213. Sah 3 minit', []],
  ['Your OTP is 123456. Do not share your OTP with anyone', []],
  ['Never give your PIN or password to anyone', []],
  ['Jangan berikan kata laluan anda kepada sesiapa', []],
  ['请勿提供密码给任何人', []],
  ['Kami tidak akan minta anda hantar PIN', []],
  ['Send your best wishes to the picnic team', []],
  ['Reply YES to confirm', []],
  ['Balas YA untuk sahkan kehadiran', []],
  ['Bring your IC to the clinic', []],
  ['Sila bawa kad pengenalan ke klinik', []],
  ['请带身份证来诊所', []],
  ['Score 3-2, 10-4, 21-19', []],
  ['Serial 100-200-300', []],
  ['Total: 1 234 567', []],
  ['Ref 20270131-0001', []],
  ['亲爱的顾客，新年快乐！全场八折。', []],
  ['Gelanggang 1, 2 & 3 ditutup 1-3 Jan', []],
  ['Version 1.2.3 released', []],
  ['9am-5pm, Mon-Fri', []],
  ['RM1000.00-RM2000.00 cash back', []],
  ['STOP to opt out, send OUT', []],
  ['Tel aviv trip 2027', []],
  // Links.
  ['Klik https://kedai.example/promo', ['link']],
  ['Visit www.kedai.com.my', ['link']],
  ['Visit kedai.com', ['link']],
  ['Layari kedai-ali.com.my/jualan sekarang', ['link']],
  ['bit.ly/3xYz', ['link']],
  ['wa.me/60123456789', ['link']],
  ['Daftar di #link#', ['link']],
  ['请点击shop.example.com领取', ['link']],
  ['Email kami info@kedai.com', ['link']],
  ['HTTP://KEDAI.MY', ['link']],
  ['Join t.me/kedaiali', ['link']],
  // Numbers to call.
  ['Hubungi 012-345 6789', ['phone-number']],
  ['Call 0123456789 now', ['phone-number']],
  ['Call +60 12-345 6789', ['phone-number']],
  ['WhatsApp 60123456789', ['phone-number']],
  ['Tel: 03-1234 5678', ['phone-number']],
  ['Hubungi 1-300-88-1234', ['phone-number']],
  ['Call 1800 88 1234', ['phone-number']],
  ['请致电0123456789', ['phone-number']],
  ['Talian (03) 1234 5678', ['phone-number']],
  ['Call +65 9123 4567', ['phone-number']],
  ['Hubungi 011-1234 5678.', ['phone-number']],
  // Requests for personal data.
  ['Please reply with your IC number', ['personal-data']],
  ['Send your password to continue', ['personal-data']],
  ['Key in your PIN now', ['personal-data']],
  ['Sila hantar no. IC anda', ['personal-data']],
  ['Masukkan kata laluan anda', ['personal-data']],
  ['Sila kemas kini akaun bank anda', ['personal-data']],
  ['Sahkan nombor kad anda', ['personal-data']],
  ['请提供您的身份证号码', ['personal-data']],
  ['請輸入密碼', ['personal-data']],
  ['回复您的银行账号', ['personal-data']],
  // Characters.
  ['Only €5', ['unsupported-characters']],
  ['ΩMEGA sale', ['unsupported-characters']],
  // Several.
  ['Verify your PIN at kedai.com or call 012-3456789', ['link', 'phone-number', 'personal-data']],
];

describe('lintContent', () => {
  it('has a corpus worth the name', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(60);
  });

  it.each(CORPUS)('judges %j', (text, codes) => {
    expect(lintContent(text).map((warning) => warning.code)).toEqual(codes);
  });

  it('stays fast on long hostile texts', () => {
    const start = performance.now();
    for (const unit of ['0', '012 ', 'a.', 'send ', '+1 ', '请', '-'])
      lintContent(unit.repeat(5000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
