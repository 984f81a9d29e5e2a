/**
 * Some gateways write a message's id in one number system when they answer a submit and in another
 * in the receipt: `1a2b` and `6699`, or `6699` and `0000006699`.
 */

/** Longer numbers are no numbers but random digits. */
const MAX_DIGITS = 20;
const PADDED = 10;

/** How else the id of a receipt may have been written in the answer; without the id itself. */
export function otherForms(id: string): string[] {
  if (id.length > MAX_DIGITS || !/^[0-9a-f]+$/i.test(id)) return [];
  const forms = new Set<string>();
  if (/^\d+$/.test(id)) {
    const value = BigInt(id);
    const hex = value.toString(16);
    forms.add(value.toString()).add(value.toString().padStart(PADDED, '0'));
    for (const text of [hex, hex.padStart(8, '0')]) forms.add(text).add(text.toUpperCase());
  }
  const value = BigInt(`0x${id}`);
  forms.add(value.toString()).add(value.toString().padStart(PADDED, '0'));
  const plain = value.toString(16);
  forms.add(plain).add(plain.toUpperCase());
  forms.delete(id);
  return [...forms];
}
